-- A former helper of append(), for batches with an event that comes twice.
set local client_min_messages = warning; -- nobody needs to hear that it is not there
drop function if exists ${schema}.append_in_turn(
  text[], text[], int[], bigint[], int[], uuid[], text[], text[], text[], bigint[]);
