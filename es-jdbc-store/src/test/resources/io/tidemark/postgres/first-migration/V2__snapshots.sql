-- The newest saved state of each stream; everything here can be made again from the log.
create table snapshots (
  category text collate "C" not null,
  key text collate "C" not null,
  version bigint not null,
  type text collate "C" not null,
  data text collate "C" not null,
  primary key (category, key)
);
