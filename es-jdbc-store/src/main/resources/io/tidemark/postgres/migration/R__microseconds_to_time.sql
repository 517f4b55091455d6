-- Stable, because adding an interval is: declared immutable, it would not be inlined, but called for each event.
create or replace function microseconds_to_time(microseconds bigint) returns timestamptz
language sql stable strict parallel safe
as $$
  select timestamptz 'epoch' + (microseconds / 1000000) * interval '1 second'
                             + (microseconds % 1000000) * interval '1 microsecond'
$$;
revoke execute on function microseconds_to_time(bigint) from public;
