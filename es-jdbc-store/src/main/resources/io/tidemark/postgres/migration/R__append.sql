-- Appends a batch of independent requests in one transaction and says for each what became of it.
--
-- Streams are listed once; a request names its stream, its condition and how many of the events are its own, and the
-- events come in the order of their requests. Each event names its request as well, so that a miscount is noticed. No
-- event may come twice in a batch: the second cannot be told that it is stored, and the log has room for one only.
-- Expected versions: -1 any, -2 the stream exists, n exactly n events.
--
-- Requests of one group, which are neighbours, are stored together or not at all. One without events only expects a
-- version; it is not asked where all of its group that has events is stored already. Without groups each is its own.
--
-- An item is what no event may match behind a position, for the request that it names; items come in the order of
-- requests. They are looked for in what is stored: of a batch in which an event would match an item of a later request,
-- the caller makes two. Types, tags and the tags of events are arrays in text form; null where there are none.
--
-- Outcomes, with version and position:
--   A appended, at these first places         V wrong version, the stream has this one
--   D the same was appended before, there     I an id is stored there with other content; version counts which, from 0
--   C an event that must not be is there      G another of its group was not stored
create or replace function ${schema}.append(
  categories text[], keys text[],
  request_streams int[], request_expected bigint[], request_counts int[],
  event_requests int[], event_ids uuid[], event_types text[], event_data text[], event_metadata text[],
  event_occurred_at bigint[],
  event_tags text[] default null, request_groups int[] default null,
  item_requests int[] default null, item_after bigint[] default null, item_types text[] default null,
  item_tags text[] default null
) returns table (outcome "char", first_version bigint, first_position bigint)
language plpgsql
security definer
-- Nothing is looked up in the log's schema: who may create there could put a better match before ours.
set search_path = pg_catalog, pg_temp
-- Planned once on an empty table, a plan would scan it for ever; every statement here is a walk down an index.
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_variable
declare
  stream_dims text := '[1:' || cardinality(categories) || ']';
  request_dims text := '[1:' || cardinality(request_streams) || ']';
  event_dims text := '[1:' || cardinality(event_ids) || ']';
  head bigint;
  head_time timestamptz;
  batch_time timestamptz;
  actual bigint;
  expected bigint;
  versions bigint[];          -- of the streams, as the batch goes on
  some_stored boolean;        -- whether some event ids are stored already
  this_stored boolean := false; -- whether some of the request's are
  stored record;              -- how a request with such ids compares
  first_event int := 1;       -- of the request at hand
  last_event int := 0;
  accepted bigint := 0;       -- events to be inserted
  inserted bigint;
  item int := 1;              -- of the request at hand
  item_dims text := '[1:' || cardinality(item_requests) || ']';
  found_at bigint[];          -- what the items found
  forbidden bigint;           -- where the first event is that the request's items forbid
  grouped boolean := false;   -- whether the request is one of several, and what was before the first of them
  group_start int := 1;
  group_starts int[];         -- of the requests; those of one group are recorded at one time
  group_accepted bigint;
  group_versions bigint[];
  refused boolean := false;   -- whether one of its group was
  outcomes "char"[] := array_fill('A'::"char", array[cardinality(request_streams)]);
  first_events int[] := '{}';
  first_versions bigint[] := '{}';
  first_positions bigint[] := '{}';
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'Cannot append: expected isolation level read committed, actual %',
      current_setting('transaction_isolation') using errcode = 'active_sql_transaction';
  end if;
  -- Whoever may call this may pass anything; nothing of it may make a hole, so nothing is taken for granted.
  if (array_dims(categories) = stream_dims and array_dims(keys) = stream_dims
      and array_dims(request_streams) = request_dims and array_dims(request_expected) = request_dims
      and array_dims(request_counts) = request_dims
      and array_dims(event_requests) = event_dims and array_dims(event_ids) = event_dims
      and array_dims(event_types) = event_dims and array_dims(event_data) = event_dims
      and array_dims(event_metadata) = event_dims and array_dims(event_occurred_at) = event_dims
      and (event_tags is null or array_dims(event_tags) = event_dims)
      and (request_groups is null or array_dims(request_groups) = request_dims)) is not true then
    raise exception 'Cannot append: expected arrays % of streams, % of requests and % of events, actual % % % % % % % % % % %',
      stream_dims, request_dims, event_dims, array_dims(categories), array_dims(keys), array_dims(request_streams),
      array_dims(request_expected), array_dims(request_counts), array_dims(event_requests), array_dims(event_ids),
      array_dims(event_types), array_dims(event_data), array_dims(event_metadata), array_dims(event_occurred_at)
      using errcode = 'invalid_parameter_value';
  end if;
  if item_requests is not null
      and (array_dims(item_requests) = item_dims and array_dims(item_after) = item_dims
           and array_dims(item_types) = item_dims and array_dims(item_tags) = item_dims
           and 1 <= all (item_requests) and cardinality(request_streams) >= all (item_requests)
           and 0 <= all (item_after)) is not true then
    raise exception 'Cannot append: expected arrays % of items, each of a request from 1 to % and behind a position from 0,'
      ' actual % % % %, requests %, positions %', item_dims, cardinality(request_streams), array_dims(item_requests),
      array_dims(item_after), array_dims(item_types), array_dims(item_tags), left(item_requests::text, 200),
      left(item_after::text, 200) using errcode = 'invalid_parameter_value';
  end if;
  if (1 <= all (request_streams) and cardinality(categories) >= all (request_streams)
      and -2 <= all (request_expected)
      and case when request_groups is null then 1 else 0 end <= all (request_counts)) is not true then
    raise exception 'Cannot append: expected of each request a stream from 1 to %, a version from -2, a count from 1, in'
      ' groups from 0;'
      ' actual streams %, versions %, counts %',
      cardinality(categories), left(request_streams::text, 200), left(request_expected::text, 200),
      left(request_counts::text, 200)
      using errcode = 'invalid_parameter_value';
  end if;
  -- A statement of its own: what follows must see all that the lock's last holder committed.
  perform pg_advisory_xact_lock(hashtextextended('${schema}', 7436));

  select e.position, e.recorded_at into head, head_time from ${schema}.events e order by e.position desc limit 1;
  head := coalesce(head, 0);
  batch_time := greatest(clock_timestamp(), head_time + interval '1 microsecond');
  versions := array(
    select case when length(s.category) between 1 and 100 and strpos(s.category, '-') = 0
                     and length(s.key) between 1 and 400
                then coalesce((select e.version from ${schema}.events e where e.category = s.category and e.key = s.key
                               order by e.version desc limit 1), 0) end
    from unnest(categories, keys) with ordinality s (category, key, n) order by s.n);
  if array_position(versions, null) is not null then
    raise exception 'Cannot append: expected categories of 1 to 100 characters without ''-'' and keys of 1 to 400,'
      ' actual % and %', left(categories::text, 200), left(keys::text, 200) using errcode = 'invalid_parameter_value';
  end if;
  some_stored := exists (
    select from unnest(event_ids) u (id), lateral (select from ${schema}.events e where e.event_id = u.id) found);
  if item_requests is not null then
    if head < any (item_after) then
      raise exception 'Cannot append: expected items behind positions up to that of the last event, %, actual %', head,
        left(item_after::text, 200) using errcode = 'invalid_parameter_value';
    end if;
    found_at := array(
      select ${schema}.first_match(i.after, i.types::text[], i.tags::text[])
      from unnest(item_after, item_types, item_tags) with ordinality i (after, types, tags, n) order by i.n);
  end if;

  for request in 1 .. cardinality(request_streams) loop
    if request_groups is not null and (request = 1 or request_groups[request] <> request_groups[request - 1]) then
      group_start := request;
      grouped := request < cardinality(request_groups) and request_groups[request] = request_groups[request + 1];
      refused := false;
      if grouped then
        group_accepted := accepted;
        group_versions := versions;
      end if;
    end if;
    if request_groups is not null then
      group_starts[request] := group_start;
    end if;
    forbidden := null;
    while item_requests[item] = request loop
      forbidden := least(forbidden, found_at[item]);
      item := item + 1;
    end loop;
    actual := versions[request_streams[request]];
    expected := request_expected[request];
    last_event := first_event + request_counts[request] - 1;
    first_events[request] := first_event;
    if some_stored then -- apart from the query, which would start an executor for each request
      this_stored := exists (
        select from generate_series(first_event, last_event) n
        where exists (select from ${schema}.events e where e.event_id = event_ids[n]));
    end if;
    if this_stored then
      select * into stored from ${schema}.stored_append(
        categories[request_streams[request]], keys[request_streams[request]], event_ids[first_event:last_event],
        event_types[first_event:last_event], event_data[first_event:last_event],
        event_metadata[first_event:last_event], event_occurred_at[first_event:last_event],
        event_tags[first_event:last_event]);
      outcomes[request] := case when stored.same then 'D' else 'I' end;
      first_versions[request] := stored.version;
      first_positions[request] := stored.position;
    elsif forbidden is not null then
      outcomes[request] := 'C';
      first_versions[request] := actual;
      first_positions[request] := forbidden;
    elsif expected = actual or expected = -1 or (expected = -2 and actual > 0) then
      first_versions[request] := actual + 1;
      first_positions[request] := head + accepted + 1;
      versions[request_streams[request]] := actual + request_counts[request];
      accepted := accepted + request_counts[request];
    elsif request_counts[request] = 0 and 'A' <> all (outcomes[group_start:request - 1]) then
      first_versions[request] := actual; -- its group is stored, when the stream may have been another
      first_positions[request] := 0;
    else
      outcomes[request] := 'V';
      first_versions[request] := actual;
      first_positions[request] := 0;
    end if;
    if grouped then
      refused := refused or outcomes[request] not in ('A', 'D');
      if refused and (request = cardinality(request_groups) or request_groups[request] <> request_groups[request + 1])
      then
        for other in group_start .. request loop
          if outcomes[other] in ('A', 'D') then
            outcomes[other] := 'G';
          end if;
        end loop;
        accepted := group_accepted;
        versions := group_versions;
      end if;
    end if;
    first_event := last_event + 1;
  end loop;
  if item <= cardinality(item_requests) then
    raise exception 'Cannot append: expected items in the order of their requests, actual %',
      left(item_requests::text, 200) using errcode = 'invalid_parameter_value';
  end if;

  insert into ${schema}.events
    select first_positions[u.request] + u.n - first_events[u.request],
           first_versions[u.request] + u.n - first_events[u.request],
           ${schema}.microseconds_to_time(u.occurred_at),
           batch_time + coalesce(group_starts[u.request], u.request::int) * interval '1 microsecond', u.event_id,
           categories[request_streams[u.request]], keys[request_streams[u.request]], u.type, u.data, u.metadata,
           u.tags::text[]
    from unnest(event_requests, event_ids, event_types, event_data, event_metadata, event_occurred_at, event_tags)
      with ordinality u (request, event_id, type, data, metadata, occurred_at, tags, n)
    where outcomes[u.request] = 'A'
      and u.n between first_events[u.request] and first_events[u.request] + request_counts[u.request] - 1
      and length(u.type) between 1 and 200 -- and what else no reader would survive
      and octet_length(u.data) between 1 and 16777216
      and octet_length(u.metadata) <= 16777216
      and (u.metadata = '{}'
        or u.metadata::jsonb @@ 'strict $.type() == "object" && !exists($.* ? (@.type() != "string"))')
      and u.occurred_at between -62135596800000000 and 253402300799999999
      and (u.tags is null or (array_ndims(u.tags::text[]) = 1 and array_position(u.tags::text[], null) is null));
  get diagnostics inserted = row_count;
  if inserted <> accepted or last_event <> cardinality(event_ids) then
    raise exception 'Cannot append: expected % events that can be read, as many and in the order that their requests'
      ' say, actual % with counts %, events of requests %, types %', cardinality(event_ids), last_event,
      left(request_counts::text, 200), left(event_requests::text, 200), left(event_types::text, 200)
      using errcode = 'invalid_parameter_value', hint = 'A type has 1 to 200 characters, data 1 byte to 16 MiB, metadata'
      ' is a JSON object of texts of at most 16 MiB, the year is from 1 to 9999, tags are one or more texts or null.';
  end if;
  if event_tags is not null then
    insert into ${schema}.event_tags
      select t.tag, first_positions[u.request] + u.n - first_events[u.request], u.type
      from unnest(event_requests, event_types, event_tags) with ordinality u (request, type, tags, n),
        unnest(u.tags::text[]) t (tag)
      where outcomes[u.request] = 'A';
  end if;
  return query select * from unnest(outcomes, first_versions, first_positions);
end
$$;
revoke execute on function ${schema}.append(
  text[], text[], int[], bigint[], int[], int[], uuid[], text[], text[], text[], bigint[],
  text[], int[], int[], bigint[], text[], text[]) from public;

-- The append() that came before knew nothing of tags and conditions. Who might call that may call this one.
do $do$
declare
  former regprocedure := to_regprocedure(
    '${schema}.append(text[], text[], int[], bigint[], int[], int[], uuid[], text[], text[], text[], bigint[])');
  caller text;
begin
  for caller in
    select a.grantee::regrole::text from pg_proc p, aclexplode(p.proacl) a
    where p.oid = former and a.privilege_type = 'EXECUTE' and a.grantee not in (0, p.proowner)
  loop
    execute 'grant execute on function ${schema}.append(text[], text[], int[], bigint[], int[], int[], uuid[], text[],'
      ' text[], text[], bigint[], text[], int[], int[], bigint[], text[], text[]) to ' || caller;
  end loop;
  if former is not null then
    execute 'drop function ' || former;
  end if;
end
$do$;

comment on function ${schema}.append is 'The one way into the log. Grant EXECUTE on it, never INSERT on events.';
