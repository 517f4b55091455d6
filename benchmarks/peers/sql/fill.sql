-- Fills every store of this database with the same :n events (psql -v n=...): 90 % in streams of 1,000 events
-- (account-L...), 10 % in streams of 10 (account-S...), interleaved in the log in runs of 10 events.
-- Rows have exactly the form each store's own API writes (checked against rows written by it).
\set ON_ERROR_STOP 1
create table dataset as
with long as (
  select i, format('account-L%s', lpad(((i / 10) % (:n * 9 / 10000))::text, 6, '0')) stream,
         (i / 10) / (:n * 9 / 10000) * 10 + i % 10 as version, (i / 10)::float / (:n * 0.09) as place
  from generate_series(0, :n * 9 / 10 - 1) i
), short as (
  select i, format('account-S%s', lpad((i / 10)::text, 6, '0')) stream, i % 10 as version, (i / 10)::float / (:n * 0.01) as place
  from generate_series(0, :n / 10 - 1) i
), ordered as (
  select row_number() over (order by place, stream, version) as n, stream, version::bigint as version
  from (select * from long union all select * from short) x
)
select n, stream, version,
  format('{"account":"%s","amount":%s,"currency":"EUR","reference":"ref-%s","description":"payment for invoice, thank you for your order","bookedAt":"2026-01-01T10:11:12Z","n":%s}',
         stream, n % 1000, 1000000000 + n, n) as data,
  format('{"correlationId":"c-%s","user":"user-17"}', 1000000000 + n) as meta
from ordered order by n;

insert into log(stream, version, type, data, meta) select stream, version, 'Booked', data::jsonb, meta::jsonb from dataset order by n;

insert into tidemark.events(position, version, occurred_at, recorded_at, event_id, category, key, type, data, metadata)
  select n, version + 1, timestamptz '2026-01-01' + n * interval '1 ms', timestamptz '2026-01-01' + n * interval '1 ms',
         ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'account', substr(stream, 9), 'Booked', data, meta
  from dataset order by n;

insert into domainevententry(aggregateidentifier, sequencenumber, type, eventidentifier, metadata, payload, payloadtype, timestamp)
  select stream, version, 'Account', gen_random_uuid()::text, convert_to(meta, 'UTF8'), convert_to(data, 'UTF8'), 'peers.Event', '2026-01-01T10:11:12.000Z'
  from dataset order by n;

insert into message_store.messages(stream_name, type, position, data, metadata, id)
  select stream, 'Booked', version, data::jsonb, meta::jsonb, gen_random_uuid() from dataset order by n;

insert into event_journal(persistence_id, sequence_number, writer, write_timestamp, event_ser_id, event_ser_manifest, event_payload, adapter_manifest)
  select stream, version + 1, 'aaaaaaaa-0000-0000-0000-000000000000', 1767262272000, 31, 'peers.Event', convert_to(data, 'UTF8'), ''
  from dataset order by n;
insert into event_tag select ordering, 'account' from event_journal order by ordering;

-- Emmett: only its first 200,000 events (its consumer reads slowly)
insert into emt_messages(stream_position, transaction_id, message_kind, stream_id, message_schema_version, message_id, message_type, message_data, message_metadata)
  select version + 1, pg_current_xact_id(), 'E', stream, '1', gen_random_uuid()::text, 'Booked', data::jsonb, meta::jsonb
  from dataset where n <= 200000 order by n;
insert into emt_streams(stream_id, stream_position, stream_type, stream_metadata)
  select stream, max(version) + 1, 'account', '{}' from dataset where n <= 200000 group by stream;

drop table dataset;
vacuum (analyze);
checkpoint;
