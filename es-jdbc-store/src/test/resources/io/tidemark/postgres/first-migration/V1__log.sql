-- The log. It is its own counter: no sequence, no identity column, no transaction id. The one way in is append().

create table log (
  only_row boolean primary key default true check (only_row),
  log_id uuid not null default gen_random_uuid()
);
comment on table log is 'Who this log is; checkpoints carry the id so that they are not used with another log.';
insert into log default values;

create table events (
  position bigint not null,
  version bigint not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  event_id uuid not null,
  category text collate "C" not null,
  key text collate "C" not null,
  type text collate "C" not null,
  data text collate "C" not null,
  metadata text collate "C" not null,
  constraint events_position primary key (position),
  constraint events_version unique (category, key, version),
  constraint events_event_id unique (event_id)
);
comment on table events is 'Position is 1..N without a hole, in the order of commits and of recorded_at.';
comment on column events.data is 'JSON, kept character for character; the view event_log has it as jsonb.';

-- For people: the same rows with the stream in its text form and JSON that SQL can look into.
create view event_log as
  select position, category || '-' || key as stream, version, type, data::jsonb as data, metadata::jsonb as metadata,
         occurred_at, recorded_at, event_id
  from events;

-- Stable, because adding an interval is: declared immutable, it would not be inlined, but called for each event.
create function microseconds_to_time(microseconds bigint) returns timestamptz
language sql stable strict parallel safe
as $$
  select timestamptz 'epoch' + (microseconds / 1000000) * interval '1 second'
                             + (microseconds % 1000000) * interval '1 microsecond'
$$;

-- Appends a batch of independent requests in one transaction and says for each what became of it.
--
-- Streams are listed once; a request names its stream, its condition and how many of the events are its own, and the
-- events come in the order of their requests. Expected versions: -1 any, -2 the stream exists, n exactly n events.
-- Outcomes, with version and position:
--   A appended, at these first places         V wrong version, the stream has this one
--   D the same was appended before, there     I an id is stored there with other content; version counts which, from 0
create function append(
  categories text[], keys text[],
  request_streams int[], request_expected bigint[], request_counts int[],
  event_requests int[], event_ids uuid[], event_types text[], event_data text[], event_metadata text[],
  event_occurred_at bigint[]
) returns table (outcome "char", first_version bigint, first_position bigint)
language plpgsql
security definer
set search_path = ${schema}, pg_temp
-- Planned once on an empty table, a plan would scan it for ever; every statement here is a walk down an index.
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_variable
declare
  head bigint;
  head_time timestamptz;
  batch_time timestamptz;
  actual bigint;
  expected bigint;
  versions bigint[];          -- of the streams, as the batch goes on
  some_stored boolean;        -- whether some event ids are stored already
  this_stored boolean;        -- whether some of the request's are
  stored record;              -- how a request with such ids compares
  first_event int := 1;       -- of the request at hand
  last_event int;
  outcomes "char"[] := '{}';
  first_events int[] := '{}';
  first_versions bigint[] := '{}';
  first_positions bigint[] := '{}';
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'Cannot append: expected isolation level read committed, actual %',
      current_setting('transaction_isolation') using errcode = 'active_sql_transaction';
  end if;
  -- A statement of its own: what follows must see all that the lock's last holder committed.
  perform pg_advisory_xact_lock(hashtextextended('${schema}', 7436));

  select e.position, e.recorded_at into head, head_time from events e order by e.position desc limit 1;
  head := coalesce(head, 0);
  batch_time := greatest(clock_timestamp(), head_time + interval '1 microsecond');
  versions := array(
    select coalesce((select e.version from events e where e.category = s.category and e.key = s.key
                     order by e.version desc limit 1), 0)
    from unnest(categories, keys) with ordinality s (category, key, n) order by s.n);
  some_stored := exists (select from unnest(event_ids) u (id), lateral (select from events e where e.event_id = u.id) found);

  for request in 1 .. cardinality(request_streams) loop
    actual := versions[request_streams[request]];
    expected := request_expected[request];
    first_events[request] := first_event;
    this_stored := false;
    if some_stored then -- apart from the query, which would start an executor for each request
      this_stored := exists (
        select from generate_series(first_event, first_event + request_counts[request] - 1) n
        where exists (select from events e where e.event_id = event_ids[n]));
    end if;
    if this_stored then
      last_event := first_event + request_counts[request] - 1;
      select * into stored from stored_append(
        categories[request_streams[request]], keys[request_streams[request]], event_ids[first_event:last_event],
        event_types[first_event:last_event], event_data[first_event:last_event],
        event_metadata[first_event:last_event], event_occurred_at[first_event:last_event]);
      outcomes[request] := case when stored.same then 'D' else 'I' end;
      first_versions[request] := stored.version;
      first_positions[request] := stored.position;
    elsif expected = actual or expected = -1 or (expected = -2 and actual > 0) then
      outcomes[request] := 'A';
      first_versions[request] := actual + 1;
      first_positions[request] := head + 1;
      versions[request_streams[request]] := actual + request_counts[request];
      head := head + request_counts[request];
    else
      outcomes[request] := 'V';
      first_versions[request] := actual;
      first_positions[request] := 0;
    end if;
    first_event := first_event + request_counts[request];
  end loop;

  insert into events
    select first_positions[u.request] + u.n - first_events[u.request],
           first_versions[u.request] + u.n - first_events[u.request],
           microseconds_to_time(u.occurred_at), batch_time + u.request * interval '1 microsecond', u.event_id,
           categories[request_streams[u.request]], keys[request_streams[u.request]], u.type, u.data, u.metadata
    from unnest(event_requests, event_ids, event_types, event_data, event_metadata, event_occurred_at)
      with ordinality u (request, event_id, type, data, metadata, occurred_at, n)
    where outcomes[u.request] = 'A';
  return query select * from unnest(outcomes, first_versions, first_positions);
end
$$;
comment on function append is 'The one way into the log. Grant EXECUTE on it, never INSERT on events.';

-- Appends one event on its own, which is what a single caller does all day: append() without its arrays, and in as few
-- statements as can be, because plpgsql prepares each anew in every transaction. Whatever cannot simply be appended is
-- left to append() to judge.
create function append_one(
  event_category text, event_key text, expected bigint,
  event_id uuid, event_type text, event_data text, event_metadata text, event_occurred_at bigint,
  out outcome "char", out first_version bigint, out first_position bigint
)
language plpgsql
security definer
set search_path = ${schema}, pg_temp
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_variable
begin
  perform pg_advisory_xact_lock(hashtextextended('${schema}', 7436));
  insert into events
    select coalesce(head.position, 0) + 1, stream.version + 1, microseconds_to_time(event_occurred_at),
           greatest(clock_timestamp(), head.recorded_at + interval '1 microsecond'),
           event_id, event_category, event_key, event_type, event_data, event_metadata
    from (select coalesce((select v.version from events v where v.category = event_category and v.key = event_key
                           order by v.version desc limit 1), 0) as version) stream
      left join (select e.position, e.recorded_at from events e order by e.position desc limit 1) head on true
    where (expected = stream.version or expected = -1 or (expected = -2 and stream.version > 0))
      and current_setting('transaction_isolation') = 'read committed'
    on conflict on constraint events_event_id do nothing
    returning 'A', events.version, events.position into outcome, first_version, first_position;
  if not found then
    select a.* into outcome, first_version, first_position
      from append(array[event_category], array[event_key], array[1], array[expected], array[1], array[1],
        array[event_id], array[event_type], array[event_data], array[event_metadata], array[event_occurred_at]) a;
  end if;
end
$$;
comment on function append_one is 'append() for one event.';

-- Compares an append, some of whose event ids are stored, with what is stored: the same as a whole, or where it differs.
create function stored_append(
  append_category text, append_key text, event_ids uuid[], event_types text[], event_data text[], event_metadata text[],
  event_occurred_at bigint[],
  out same boolean, out version bigint, out "position" bigint
)
language sql stable
set search_path = ${schema}, pg_temp
as $$
  with handed_in as (
    select * from unnest(event_ids, event_types, event_data, event_metadata, event_occurred_at)
      with ordinality u (event_id, type, data, metadata, occurred_at, n)
  ), compared as (
    select e.position, e.version, u.n,
           e.category = append_category and e.key = append_key and e.type = u.type and e.data = u.data
             and e.metadata = u.metadata and e.occurred_at = microseconds_to_time(u.occurred_at)
             and e.position - u.n = min(e.position - u.n) over () as same
    from handed_in u join events e using (event_id)
  ), verdict as (
    select count(*) = cardinality(event_ids) and bool_and(c.same) as same from compared c
  )
  select v.same, case when v.same then c.version else c.n - 1 end, c.position
  from verdict v, compared c
  order by (c.same and not v.same and exists (select from compared where not same)), c.n limit 1
$$;

-- The last position stored at this time or before. The log is sorted by both, so it is found by halving.
create function position_as_of(point timestamptz) returns bigint
language plpgsql stable
set search_path = ${schema}, pg_temp
as $$
declare
  low bigint := 0;
  high bigint := coalesce((select max(e.position) from events e), 0);
  middle bigint;
begin
  while low < high loop
    middle := high - (high - low) / 2;
    if (select e.recorded_at from events e where e.position = middle) <= point then
      low := middle;
    else
      high := middle - 1;
    end if;
  end loop;
  return low;
end
$$;

-- Everybody may execute a new function unless told otherwise, and append() runs with its owner's rights.
revoke execute on all functions in schema ${schema} from public;
