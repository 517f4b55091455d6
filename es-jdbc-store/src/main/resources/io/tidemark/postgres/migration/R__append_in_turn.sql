-- Appends the requests of a batch one after the other, for append(), when an event id comes twice in it: so the second
-- request finds what became of the first, as if it had come later.
create or replace function append_in_turn(
  categories text[], keys text[],
  request_streams int[], request_expected bigint[], request_counts int[],
  event_ids uuid[], event_types text[], event_data text[], event_metadata text[], event_occurred_at bigint[]
) returns table (outcome "char", first_version bigint, first_position bigint)
language plpgsql
set search_path = ${schema}, pg_temp
as $$
#variable_conflict use_variable
declare
  first_event int := 1;
  last_event int := 0;
begin
  for request in 1 .. cardinality(request_streams) loop
    last_event := first_event + request_counts[request] - 1;
    return query select * from append(
      array[categories[request_streams[request]]], array[keys[request_streams[request]]],
      array[1], request_expected[request:request], request_counts[request:request],
      array_fill(1, request_counts[request:request]), event_ids[first_event:last_event],
      event_types[first_event:last_event], event_data[first_event:last_event],
      event_metadata[first_event:last_event], event_occurred_at[first_event:last_event]);
    first_event := last_event + 1;
  end loop;
  if last_event <> cardinality(event_ids) then
    raise exception 'Cannot append: expected % events, as many as the requests say, actual %',
      last_event, cardinality(event_ids) using errcode = 'invalid_parameter_value';
  end if;
end
$$;
revoke execute on function append_in_turn(
  text[], text[], int[], bigint[], int[], uuid[], text[], text[], text[], bigint[]) from public;
