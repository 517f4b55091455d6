package io.tidemark.subscription;

import io.tidemark.store.Shard;
import java.util.Optional;

/**
 * How far a subscriber got.
 *
 * @param name its name
 * @param shard which part of the work it does
 * @param state what it is doing
 * @param position position through which everything was handled
 * @param head position of the last event of the log
 * @param positionsPerSecond positions it went through per second lately
 * @param error the last error, if there was one since it last got on
 */
public record SubscriberStatus(
    String name,
    Shard shard,
    SubscriberState state,
    long position,
    long head,
    double positionsPerSecond,
    Optional<String> error) {
  /** How many positions it is behind. */
  public long lag() {
    return Math.max(0, head - position);
  }
}
