package io.tidemark.counter;

import io.tidemark.projection.Projection;

/**
 * How often somebody clicked so many times at once.
 *
 * @param times how many times at once
 * @param count how often
 */
record Bursts(long times, long count) {
  static final Projection<Long, Bursts> PROJECTION =
      Projection.named("bursts", Bursts.class, Bursts::times)
          .from("counter", Counter.CODEC)
          .keyedBy((event, recorded) -> ((CounterEvent.Clicked) event).times())
          .fold(
              (before, event, recorded) ->
                  new Bursts(
                      ((CounterEvent.Clicked) event).times(),
                      before == null ? 1 : before.count() + 1));
}
