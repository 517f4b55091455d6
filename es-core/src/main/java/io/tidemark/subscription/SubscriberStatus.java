package io.tidemark.subscription;

import java.util.Optional;

/**
 * How far a projection got.
 *
 * @param name its name
 * @param state what it is doing
 * @param checkpoint position through which its rows are up to date
 * @param head position of the last event of the log
 * @param eventsPerSecond positions it went through per second lately
 * @param error the last error, if there was one since it last made progress
 */
public record SubscriberStatus(
    String name,
    SubscriberState state,
    long checkpoint,
    long head,
    double eventsPerSecond,
    Optional<String> error) {
  /** How many positions it is behind. */
  public long lag() {
    return Math.max(0, head - checkpoint);
  }
}
