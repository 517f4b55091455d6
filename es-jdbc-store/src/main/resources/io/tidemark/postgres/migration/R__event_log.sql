-- For people: the events with the stream in its text form and JSON that SQL can look into.

-- How many levels deep JSON is nested, told without parsing it: once texts are out of the way, the deepest place is right
-- before a closing bracket. Of what is no JSON it tells some number.
create or replace function json_depth("text" text) returns bigint
language sql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with outside_texts as (
    select coalesce(string_agg(piece, '' order by n) filter (where n % 2 = 1), '') as brackets
    from string_to_table(replace(replace($1, '\\', ''), '\"', ''), '"') with ordinality pieces (piece, n)
  )
  select coalesce(max(depth), 0)::bigint
  from outside_texts,
       lateral (select sum(octet_length(piece) - octet_length(replace(piece, '[', ''))) over (order by n) - n + 1 as depth
                from string_to_table(translate(brackets, '{}', '[]'), ']') with ordinality pieces (piece, n)) depths
$$;

-- Text as jsonb; null where that cannot hold it, so that one event of long ago or of somebody hostile does not fail the
-- query of all. Before PostgreSQL 16 only an error tells, and catching it keeps a query from running in parallel. From
-- then on there is an error for one thing only, which is nesting that the server's stack is too small for. So nothing
-- is parsed that is nested deeper than 500 levels: more than twice what a store lets in, and it fits the smallest stack
-- that a server can be given. That is looked at only where there are so many brackets at all.
do $do$
begin
  if current_setting('server_version_num')::int >= 160000 then
    create or replace function jsonb_or_null("text" text) returns jsonb language sql stable parallel safe
    as $$
      select case
        when octet_length("text") > 500
          and 2 * octet_length("text") - octet_length(replace("text", '[', '')) - octet_length(replace("text", '{', ''))
            > 500
          and ${schema}.json_depth("text") > 500 then null
        when pg_input_is_valid("text", 'jsonb') then "text"::jsonb
      end
    $$;
  else
    create or replace function jsonb_or_null("text" text) returns jsonb language plpgsql stable
    as $$
    begin
      return "text"::jsonb;
    exception
      when data_exception or statement_too_complex then return null;
    end
    $$;
  end if;
end
$do$;

create or replace view event_log as
  select position, category || '-' || key as stream, version, type, jsonb_or_null(data) as data,
         metadata::jsonb as metadata, occurred_at, recorded_at, event_id, tags
  from events;
comment on view event_log is 'Who reads it needs no right on events. Data that jsonb cannot hold, or that is nested deeper than 500 levels, is null here. Metadata is cast as it is, so that indexes on it are used: append() lets in nothing else.';
