package io.tidemark.window;

import io.tidemark.dataflow.Lateness;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.dataflow.time.Micros;
import java.time.Duration;
import java.util.Optional;

/**
 * When windows close, what comes too late for them, and when they go.
 *
 * @param late what becomes of events that come when their windows have closed
 * @param retention how long after its end a window goes; empty if it never does
 */
record Closing(Clocking clocking, Lateness late, Optional<Duration> retention) {
  static final Closing DEFAULT =
      new Closing(Clocking.of("a window"), Lateness.CORRECTED, Optional.empty());

  Closing {
    retention.ifPresent(age -> Micros.positive("retention of a window", age));
  }

  Closing with(Clocking other) {
    return new Closing(other, late, retention);
  }

  Closing with(Lateness other) {
    return new Closing(clocking, other, retention);
  }

  Closing retaining(Duration age) {
    return new Closing(clocking, late, Optional.of(age));
  }

  /** The same windows, which go when they are too old. */
  Plan retained(Plan.Aggregate windows) {
    return retention
        .<Plan>map(age -> new Plan.Retained(windows, Micros.of(age), true))
        .orElse(windows);
  }

  /** Whether an event does the same whatever came before it. */
  boolean isOfEventAlone() {
    return clocking.emission() == Emission.ALWAYS
        && late.equals(Lateness.CORRECTED)
        && retention.isEmpty();
  }

  /** In words: others have other words. */
  String inWords() {
    StringBuilder words = new StringBuilder(clocking.inWords(!isOfEventAlone()));
    words.append(
        switch (late.kind()) {
          case CORRECTED -> "";
          case LEFT_OUT -> " without events later than " + Micros.duration(late.grace());
          case FINAL -> " final " + Micros.duration(late.grace()) + " later";
          case JOINING -> " which late events join";
        });
    retention.ifPresent(age -> words.append(" retained for ").append(age));
    return words.toString();
  }
}
