-- The events of a category in the order of the log. Without it a reader of few events has all of them sorted for each
-- page, by way of events_version.
--
-- Appends wait while it is made, readers do not. Who cannot have them wait that long makes an index of this name before,
-- concurrently.
set local lock_timeout = '10s';

create index if not exists events_category on events (category, position);
