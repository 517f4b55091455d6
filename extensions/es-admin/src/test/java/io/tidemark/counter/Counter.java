package io.tidemark.counter;

import io.tidemark.aggregate.Aggregate;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;

/** Counts clicks. */
final class Counter extends Aggregate<CounterEvent> {
  static final EventCodec<CounterEvent> CODEC = JacksonEventCodec.ofSealed(CounterEvent.class);

  private long clicks;

  void click(long times) {
    raise(new CounterEvent.Clicked(times));
  }

  long clicks() {
    return clicks;
  }

  @Override
  protected void apply(CounterEvent event) {
    clicks += ((CounterEvent.Clicked) event).times();
  }
}
