-- How far those got whose work is in no table of this database; each has one owner at a time, which
-- holds an advisory lock of its session and moves the row by compare-and-set under its epoch.
create table checkpoints (
  name text collate "C" primary key,
  log_id uuid not null,
  position bigint not null check (position >= 0),
  event_id uuid,
  epoch bigint not null check (epoch > 0),
  updated_at timestamptz not null default clock_timestamp(),
  last_error text
);
