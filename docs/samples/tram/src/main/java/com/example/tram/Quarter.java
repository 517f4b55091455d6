package com.example.tram;

import com.example.tram.TramEvent.Boarded;
import io.tidemark.projection.Projection;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;

/** How many passengers boarded a line in a quarter of an hour. */
record Quarter(String line, Instant from, Instant to, long stops, long passengers) {
  static final Projection<WindowKey<String>, Quarter> PROJECTION =
      Windows.named("quarters", Quarter.class, Quarter::line)
          .from("tram", TramEvent.CODEC)
          .keyedBy((event, recorded) -> ((Boarded) event).line())
          .over(Window.tumbling(Duration.ofMinutes(15)).whenClosed(Duration.ofMinutes(2)))
          .accumulate(Quarter::stops, Accumulators.count())
          .accumulate(
              Quarter::passengers,
              Accumulators.sumOfLongs(event -> (long) ((Boarded) event).passengers()))
          .projection()
          .withHistory();
}
