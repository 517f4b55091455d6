-- For people: the events with the stream in its text form and JSON that SQL can look into.

-- Text as jsonb; null where that cannot hold it, so that one event of long ago does not fail the query of all. Before
-- PostgreSQL 16 only an error tells, and catching it keeps a query from running in parallel.
do $do$
begin
  if current_setting('server_version_num')::int >= 160000 then
    create or replace function jsonb_or_null("text" text) returns jsonb language sql stable parallel safe
    as $$ select case when pg_input_is_valid("text", 'jsonb') then "text"::jsonb end $$;
  else
    create or replace function jsonb_or_null("text" text) returns jsonb language plpgsql stable
    as $$
    begin
      return "text"::jsonb;
    exception
      when data_exception then return null;
    end
    $$;
  end if;
end
$do$;

create or replace view event_log as
  select position, category || '-' || key as stream, version, type, jsonb_or_null(data) as data,
         metadata::jsonb as metadata, occurred_at, recorded_at, event_id
  from events;
comment on view event_log is 'Who reads it needs no right on events. Data that jsonb cannot hold is null here. Metadata is cast as it is, so that indexes on it are used: append() lets in nothing else.';
