package io.tidemark.counter;

import io.tidemark.projection.Projection;

/**
 * One counter as it stands.
 *
 * @param counter which
 * @param clicks how often it was clicked
 */
record Clicks(String counter, long clicks) {
  static final Projection<String, Clicks> PROJECTION =
      Projection.named("clicks", Clicks.class, Clicks::counter)
          .from("counter", Counter.CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold(
              (before, event, recorded) ->
                  new Clicks(
                      recorded.stream().key(),
                      (before == null ? 0 : before.clicks())
                          + ((CounterEvent.Clicked) event).times()));

  /** Other code: thirteen counts for nothing. */
  static final Projection<String, Clicks> SUPERSTITIOUS =
      Projection.named("clicks", Clicks.class, Clicks::counter)
          .from("counter", Counter.CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold(
              (before, event, recorded) -> {
                long times = ((CounterEvent.Clicked) event).times();
                return new Clicks(
                    recorded.stream().key(),
                    (before == null ? 0 : before.clicks()) + (times == 13 ? 0 : times));
              });

  /** Code with a bug: it refuses thirteen. */
  static final Projection<String, Clicks> BROKEN =
      Projection.named("clicks", Clicks.class, Clicks::counter)
          .from("counter", Counter.CODEC)
          .keyedByStream()
          .fold(
              (before, event, recorded) -> {
                long times = ((CounterEvent.Clicked) event).times();
                if (times == 13) {
                  throw new IllegalStateException("thirteen is bad luck");
                }
                return new Clicks(
                    recorded.stream().key(), (before == null ? 0 : before.clicks()) + times);
              });
}
