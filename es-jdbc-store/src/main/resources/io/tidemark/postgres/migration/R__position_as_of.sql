-- The last position stored at this time or before. The log is sorted by both, so it is found by halving.
--
-- A time before the head's is answered at once, because everything to come is recorded later. For any other, an append
-- under way may have been recorded before it and not be there yet. So the ordering lock is waited for, and what its
-- holder committed is looked at again; that needs a new snapshot, so this is volatile and not for REPEATABLE READ.
-- Call it in a statement of its own and compare positions with what it gives.
--
-- A time that has yet to come is waited for if it is less than a second away, as it is where clocks differ a little. One
-- that is further away is answered as of now, and so is any time after the head's on a standby, which does not see the
-- locks of the primary: these answers change when the log grows.
create or replace function ${schema}.position_as_of(point timestamptz) returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '20s'
as $$
declare
  low bigint := 0;
  high bigint := 0;
  middle bigint;
  head_time timestamptz;
begin
  select e.position, e.recorded_at into high, head_time from ${schema}.events e order by e.position desc limit 1;
  if (point <= head_time) is not true and not pg_is_in_recovery() then
    if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
      raise exception 'Cannot tell the position as of %: expected isolation level read committed, actual %', point,
        current_setting('transaction_isolation')
        using errcode = 'active_sql_transaction', hint = 'Ask before the transaction, and read up to that position.';
    end if;
    if point >= clock_timestamp() and point < clock_timestamp() + interval '1 second' then
      perform pg_sleep(extract(epoch from point - clock_timestamp()) + 0.001);
    end if;
    begin
      -- Given back at once: held to the end of a transaction, it would stop all appends meanwhile. Undoing this block
      -- does that whatever happens; a lock of the session would outlive a question that is cancelled.
      perform pg_advisory_xact_lock_shared(hashtextextended('${schema}', 7436));
      raise exception using errcode = 'TM001', message = 'given back';
    exception
      when sqlstate 'TM001' then null;
      when lock_not_available then
        raise exception 'Cannot tell the position as of %: expected the append under way to end within %, actual it has not',
          point, current_setting('lock_timeout') using errcode = 'lock_not_available';
    end;
    select e.position, e.recorded_at into high, head_time from ${schema}.events e order by e.position desc limit 1;
  end if;
  high := coalesce(high, 0);
  while low < high loop
    middle := high - (high - low) / 2;
    if (select e.recorded_at from ${schema}.events e where e.position = middle) <= point then
      low := middle;
    else
      high := middle - 1;
    end if;
  end loop;
  return low;
end
$$;
revoke execute on function ${schema}.position_as_of(timestamptz) from public;
