package io.tidemark.sql;

import io.tidemark.dataflow.Plan.Emission;
import java.time.Duration;
import java.util.Optional;

/**
 * What a view says of how it is to run. What it does not say is empty.
 *
 * @param delay how long events are waited for: the watermark is so much behind the latest
 * @param emission when rows of windows are there
 * @param retention how long after its end a window goes, by the watermark; at least a microsecond
 */
public record QueryOptions(
    Optional<Duration> delay, Optional<Emission> emission, Optional<Duration> retention) {
  /** Without any. */
  public static final QueryOptions NONE =
      new QueryOptions(Optional.empty(), Optional.empty(), Optional.empty());

  /** All others being without. */
  public QueryOptions(Optional<Duration> delay, Optional<Emission> emission) {
    this(delay, emission, Optional.empty());
  }
}
