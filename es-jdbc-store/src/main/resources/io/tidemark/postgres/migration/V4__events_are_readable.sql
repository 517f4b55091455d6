-- The rows that were there before V3, looked at while appends go on. Should one not pass, the log opens all the same,
-- because keeping it shut would mend nothing: new rows are checked, and whoever reads that row is told which it is.
do $$
begin
  alter table events validate constraint events_readable;
exception
  when check_violation or data_exception then
    raise warning 'Log ${schema}: expected all events to satisfy check events_readable, actual at least one does not: %',
      sqlerrm;
end
$$;
