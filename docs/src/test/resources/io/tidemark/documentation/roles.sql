-- region application
create role shop_app login password 'change me';
grant usage on schema tidemark to shop_app;
grant execute on all functions in schema tidemark to shop_app;
grant select on tidemark.log, tidemark.events, tidemark.event_tags, tidemark.event_log to shop_app;
-- end

-- region snapshots
grant select, insert, update, delete on tidemark.snapshots to shop_app;
-- end

-- region handlers
grant select, insert, update on tidemark.checkpoints to shop_app;
-- end

-- region projector
create role shop_projector login password 'change me too';
grant usage on schema tidemark to shop_projector;
grant execute on function tidemark.position_as_of to shop_projector;
grant select on tidemark.log, tidemark.events to shop_projector;

create schema read_models authorization shop_projector;
grant usage on schema read_models to shop_app;
alter default privileges for role shop_projector in schema read_models
  grant select on tables to shop_app;
-- end

-- region analyst
create role shop_analyst login password 'and me';
grant usage on schema tidemark to shop_analyst;
grant select on tidemark.event_log to shop_analyst;
-- end
