-- Compares an append, some of whose event ids are stored, with what is stored: the same as a whole, or where it differs.
create or replace function ${schema}.stored_append(
  append_category text, append_key text, event_ids uuid[], event_types text[], event_data text[], event_metadata text[],
  event_occurred_at bigint[], event_tags text[],
  out same boolean, out version bigint, out "position" bigint
)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  with handed_in as (
    select * from unnest(event_ids, event_types, event_data, event_metadata, event_occurred_at, event_tags)
      with ordinality u (event_id, type, data, metadata, occurred_at, tags, n)
  ), compared as (
    select e.position, e.version, u.n,
           e.category = append_category and e.key = append_key and e.type = u.type and e.data = u.data
             and (e.metadata = u.metadata or e.metadata::jsonb = u.metadata::jsonb) -- in another order they say the same
             and e.occurred_at = ${schema}.microseconds_to_time(u.occurred_at)
             and e.tags is not distinct from u.tags::text[]
             and e.position - u.n = min(e.position - u.n) over () as same
    from handed_in u join ${schema}.events e using (event_id)
  ), verdict as (
    select count(*) = cardinality(event_ids) and bool_and(c.same) as same from compared c
  )
  select v.same, case when v.same then c.version else c.n - 1 end, c.position
  from verdict v, compared c
  order by (c.same and not v.same and exists (select from compared where not same)), c.n limit 1
$$;
revoke execute on function ${schema}.stored_append(text, text, uuid[], text[], text[], text[], bigint[], text[])
  from public;

set local client_min_messages = warning; -- nobody needs to hear that the one before is not there
drop function if exists ${schema}.stored_append(text, text, uuid[], text[], text[], text[], bigint[]);
