-- A net below append(): whatever goes wrong there, the table itself refuses a place that is none. Only that, because the
-- server prepares a check anew for each append; what makes a row readable, append() looks at.
--
-- Only rows to come are looked at, so that the table is locked for a moment; V4 looks at those that are there.
set local lock_timeout = '10s';

alter table events add constraint events_counted check (position > 0 and version > 0) not valid;
