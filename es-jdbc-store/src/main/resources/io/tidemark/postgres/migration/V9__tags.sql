-- What events are about beside their streams, and the way from a tag to its events in the order of the log.
--
-- The column comes without a default, so that no row is written anew; events without tags cost nothing.
set local lock_timeout = '10s';

alter table events add column tags text[] collate "C";
comment on column events.tags is 'Sorted, each once; null if there are none. The table event_tags has them to be looked up by.';

create table event_tags (
  tag text collate "C" not null check (length(tag) between 1 and 400),
  position bigint not null,
  type text collate "C" not null,
  constraint event_tags_tag primary key (tag, position) include (type)
);
comment on table event_tags is 'Written by append() only, from events.tags. With the type, so that a condition need not look at the events.';
