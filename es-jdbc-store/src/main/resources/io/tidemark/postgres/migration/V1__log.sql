-- The log. It is its own counter: no sequence, no identity column, no transaction id. The one way in is append().

create table log (
  only_row boolean primary key default true check (only_row),
  log_id uuid not null default gen_random_uuid()
);
comment on table log is 'Who this log is; checkpoints carry the id so that they are not used with another log.';
insert into log default values;

create table events (
  position bigint not null,
  version bigint not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  event_id uuid not null,
  category text collate "C" not null,
  key text collate "C" not null,
  type text collate "C" not null,
  data text collate "C" not null,
  metadata text collate "C" not null,
  constraint events_position primary key (position),
  constraint events_version unique (category, key, version),
  constraint events_event_id unique (event_id)
);
comment on table events is 'Position is 1..N without a hole, in the order of commits and of recorded_at.';
comment on column events.data is 'JSON, kept character for character; the view event_log has it as jsonb.';
