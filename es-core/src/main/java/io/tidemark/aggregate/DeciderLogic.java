package io.tidemark.aggregate;

import io.tidemark.StreamId;
import java.util.List;

/** Commands are values, state is immutable. */
record DeciderLogic<C, S, E>(Decider<C, S, E> decider) implements DecisionLogic<C, S, E> {

  @Override
  public S initial(StreamId stream) {
    return decider.initialState();
  }

  @Override
  public S replay(S state, List<E> events, long version) {
    return evolve(state, events);
  }

  @Override
  public Decision<S, E> decide(C command, S state) {
    List<E> events = List.copyOf(decider.decide(command, state));
    return new Decision<>(events, evolve(state, events));
  }

  @Override
  public boolean isUntouched(S state) {
    return true;
  }

  private S evolve(S state, List<E> events) {
    S after = state;
    for (E event : events) {
      after = decider.evolve(after, event);
    }
    return after;
  }
}
