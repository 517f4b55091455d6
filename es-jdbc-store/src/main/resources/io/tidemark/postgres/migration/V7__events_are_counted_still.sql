-- As V4, which is where the reasons are.
do $$
begin
  alter table events validate constraint events_counted;
exception
  when check_violation then
    raise warning 'Log ${schema}: expected all events to satisfy check events_counted, actual at least one does not: %',
      sqlerrm;
end
$$;
