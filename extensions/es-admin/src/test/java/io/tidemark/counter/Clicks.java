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
}
