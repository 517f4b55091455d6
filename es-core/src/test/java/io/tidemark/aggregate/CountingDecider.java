package io.tidemark.aggregate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@link Counter} as a decider: a positive number adds, a negative one takes, zero does nothing.
 */
class CountingDecider implements Decider<Long, Counter.State, Counter.Event> {
  private final List<Decision> decisions = Collections.synchronizedList(new ArrayList<>());

  /** What was decided so far, in this order, refusals too. */
  final List<Decision> decisions() {
    return List.copyOf(decisions);
  }

  record Decision(long amount, long total) {}

  @Override
  public Counter.State initialState() {
    return new Counter.State(0);
  }

  @Override
  public List<Counter.Event> decide(Long amount, Counter.State state) {
    decisions.add(new Decision(amount, state.total()));
    if (state.total() + amount < 0) {
      throw new IllegalArgumentException("Cannot take %d of %d".formatted(-amount, state.total()));
    }
    if (amount == 0) {
      return List.of();
    }
    return List.of(amount > 0 ? new Counter.Added(amount) : new Counter.Taken(-amount));
  }

  @Override
  public Counter.State evolve(Counter.State state, Counter.Event event) {
    return event instanceof Counter.Added added
        ? new Counter.State(state.total() + added.amount())
        : new Counter.State(state.total() - ((Counter.Taken) event).amount());
  }
}
