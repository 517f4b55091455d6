-- region newest
select position, stream, version, type, data, recorded_at
from tidemark.event_log
order by position desc
limit 20;
-- end

-- region payload
select stream, sum((data ->> 'quantity')::int) as picked
from tidemark.event_log
where type = 'Picked'
group by stream
order by picked desc;
-- end

-- region one-stream
select version, type, data, occurred_at
from tidemark.events
where category = 'item' and key = 'bolt-m8'
order by version;
-- end

-- region cause
select position, stream, type
from tidemark.event_log
where metadata ->> 'correlationId' = 'request-4711'
order by position;
-- end

-- region position-as-of
select tidemark.position_as_of('2026-01-31 12:00:00+00');
-- end

-- region as-of
select count(*) from tidemark.events where position <= 4711;
-- end

-- region whole
select count(*) = coalesce(max(position), 0) as contiguous from tidemark.events;
-- end

-- region index
create index events_correlation_id
  on tidemark.events ((metadata::jsonb ->> 'correlationId'))
  where metadata::jsonb ->> 'correlationId' is not null;
-- end
