-- region lock-holder
select a.pid, a.usename, a.application_name, a.client_addr, a.state, now() - a.xact_start as since, a.query
from pg_locks l
  join pg_stat_activity a using (pid)
where l.locktype = 'advisory' and l.granted and l.objsubid = 1
  and l.database = (select oid from pg_database where datname = current_database())
  and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('tidemark', 7436);
-- end

-- region end-session
select pg_terminate_backend(12345);
-- end

-- region stopped
select name, position, last_error, updated_at
from tidemark.projections
where last_error is not null
union all
select name, position, last_error, updated_at
from tidemark.checkpoints
where last_error is not null;
-- end

-- region behind
select name, position, (select coalesce(max(position), 0) from tidemark.events) - position as lag
from (select name, position from tidemark.projections where slot = 'live'
      union all
      select name, position from tidemark.checkpoints) reached
order by lag desc;
-- end

-- region sizes
select relname as table, pg_size_pretty(pg_table_size(relid)) as rows, pg_size_pretty(pg_indexes_size(relid)) as indexes
from pg_stat_user_tables
where schemaname = 'tidemark'
order by pg_total_relation_size(relid) desc;
-- end

-- region per-event
select max(position) as events,
       pg_total_relation_size('tidemark.events') / max(position) as bytes_per_event,
       pg_table_size('tidemark.events') / max(position) as of_them_rows,
       pg_indexes_size('tidemark.events') / max(position) as of_them_indexes
from tidemark.events;
-- end

-- region each-index
select indexrelname as index, pg_size_pretty(pg_relation_size(indexrelid)) as size
from pg_stat_user_indexes
where schemaname = 'tidemark' and relname = 'events'
order by pg_relation_size(indexrelid) desc;
-- end

-- region day-ago
select tidemark.position_as_of(now() - interval '1 day');
-- end

-- region since
select max(position) - 4711 as events_since from tidemark.events;
-- end

-- region fill
insert into tidemark.events
  (position, version, occurred_at, recorded_at, event_id, category, key, type, data, metadata)
select n, (n - 1) / 1000 + 1, at, at,
       ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
       'account', 'a-' || (n - 1) % 1000, 'Deposited',
       format('{"amount":%s.00,"text":"%s"}', n % 1000, repeat('x', 165)),
       format('{"correlationId":"%s"}', md5(n::text))
from generate_series(1, 1000000) n,
  lateral (select timestamptz '2026-01-01' + n * interval '1 ms' as at) t;
-- end
