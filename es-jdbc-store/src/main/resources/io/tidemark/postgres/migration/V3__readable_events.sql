-- The table itself refuses what no reader survives, by whatever way it comes: what StreamId, EventData and Metadata
-- refuse. One check, and of cheap parts, because the server prepares it anew for each append. To parse JSON as json takes
-- a third of a microsecond for a usual event; as jsonb it would take three times that.
--
-- Only rows to come are looked at, so that the table is locked for a moment; V4 looks at those that are there.
set local lock_timeout = '10s';

alter table events add constraint events_readable check (
  position > 0 and version > 0
  and length(category) between 1 and 100 and strpos(category, '-') = 0
  and length(key) between 1 and 400
  and length(type) between 1 and 200
  and octet_length(data) <= 16777216 and json_typeof(data::json) <> ''
  and octet_length(metadata) <= 16777216 and json_typeof(metadata::json) = 'object'
  and occurred_at between timestamptz '0001-01-01 00:00:00+00' and timestamptz '9999-12-31 23:59:59.999999+00'
) not valid;
