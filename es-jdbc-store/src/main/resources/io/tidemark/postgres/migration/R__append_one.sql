-- Appends one event on its own, which is what a single caller does all day: append() without its arrays, and in as few
-- statements as can be, because plpgsql prepares each anew in every transaction. Whatever cannot simply be appended is
-- left to append() to judge.
create or replace function ${schema}.append_one(
  event_category text, event_key text, expected bigint,
  event_id uuid, event_type text, event_data text, event_metadata text, event_occurred_at bigint,
  out outcome "char", out first_version bigint, out first_position bigint
)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_variable
begin
  perform pg_advisory_xact_lock(hashtextextended('${schema}', 7436));
  insert into ${schema}.events
    select coalesce(head.position, 0) + 1, stream.version + 1, ${schema}.microseconds_to_time(event_occurred_at),
           greatest(clock_timestamp(), head.recorded_at + interval '1 microsecond'),
           event_id, event_category, event_key, event_type, event_data, event_metadata
    from (select coalesce((select v.version from ${schema}.events v where v.category = event_category and v.key = event_key
                           order by v.version desc limit 1), 0) as version) stream
      left join (select e.position, e.recorded_at from ${schema}.events e order by e.position desc limit 1) head on true
    where (expected = stream.version or expected = -1 or (expected = -2 and stream.version > 0))
      and current_setting('transaction_isolation') = 'read committed'
      and length(event_category) between 1 and 100 and strpos(event_category, '-') = 0
      and length(event_key) between 1 and 400 and length(event_type) between 1 and 200
      and octet_length(event_data) between 1 and 16777216
      and octet_length(event_metadata) <= 16777216
      and (event_metadata = '{}'
        or event_metadata::jsonb @@ 'strict $.type() == "object" && !exists($.* ? (@.type() != "string"))')
      and event_occurred_at between -62135596800000000 and 253402300799999999
    on conflict on constraint events_event_id do nothing
    returning 'A', events.version, events.position into outcome, first_version, first_position;
  if not found then
    select a.* into outcome, first_version, first_position
      from ${schema}.append(array[event_category], array[event_key], array[1], array[expected], array[1], array[1],
        array[event_id], array[event_type], array[event_data], array[event_metadata], array[event_occurred_at]) a;
  end if;
end
$$;
comment on function ${schema}.append_one is 'append() for one event.';
revoke execute on function ${schema}.append_one(text, text, bigint, uuid, text, text, text, bigint) from public;
