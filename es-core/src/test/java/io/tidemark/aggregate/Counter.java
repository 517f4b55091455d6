package io.tidemark.aggregate;

import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;

/** The aggregate of these tests: counts up, and down to zero but not below. */
final class Counter extends Aggregate<Counter.Event> {
  static final EventCodec<Event> CODEC = JacksonEventCodec.ofSealed(Event.class);

  sealed interface Event {}

  record Added(long amount) implements Event {}

  record Taken(long amount) implements Event {}

  record State(long total) {}

  private long total;

  void add(long amount) {
    raise(new Added(amount));
  }

  void take(long amount) {
    if (amount > total) {
      throw new IllegalArgumentException("Cannot take %d of %d".formatted(amount, total));
    }
    raise(new Taken(amount));
  }

  long total() {
    return total;
  }

  State capture() {
    return new State(total);
  }

  void restore(State state) {
    total = state.total();
  }

  @Override
  protected void apply(Event event) {
    if (event instanceof Added added) {
      total += added.amount();
    } else if (event instanceof Taken taken) {
      total -= taken.amount();
    }
  }
}
