package io.tidemark.projection.postgres;

import io.tidemark.subscription.SubscriberState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a projection is and who runs it, at one moment. There are two signals that something is
 * wrong: {@linkplain #lag how far} and {@linkplain #age how long} it is behind, and {@linkplain
 * #missedSince that nobody runs it any more}.
 *
 * @param name its name
 * @param head position of the last event of the log
 * @param shards its shards in their order, one if it is not split
 * @param parked how many events wait to be redriven
 * @param rebuilt position through which new rows are built beside the serving ones, be it by a
 *     rebuild under way, by one that was cut off, or by one without a switch; empty if there are
 *     none
 * @param isOutdated whether its rows have other columns than this code wants, or were made in
 *     another way: by this code it cannot be run until they are rebuilt
 */
public record ProjectionStatus(
    String name,
    long head,
    List<ShardStatus> shards,
    long parked,
    OptionalLong rebuilt,
    boolean isOutdated) {
  /** Of shards in different states, the one that comes first here is told. */
  private static final List<SubscriberState> WORST_FIRST =
      List.of(
          SubscriberState.FAILED,
          SubscriberState.PAUSED,
          SubscriberState.STOPPED,
          SubscriberState.UNKNOWN,
          SubscriberState.STANDING_BY,
          SubscriberState.RUNNING);

  /** Copies the list. */
  public ProjectionStatus {
    shards = List.copyOf(shards);
  }

  /**
   * What it is doing, by the worst of its shards: {@link SubscriberState#FAILED}, with an error, if
   * whoever ran one last stopped at it; {@link SubscriberState#PAUSED}; {@link
   * SubscriberState#STOPPED} if one has not begun, or nobody runs it any more; {@link
   * SubscriberState#UNKNOWN} if nobody has ever said that they run it; {@link
   * SubscriberState#RUNNING} if all are run. A runner is known within a second after it began.
   */
  public SubscriberState state() {
    return shards.stream()
        .map(ShardStatus::state)
        .min(Comparator.comparing(WORST_FIRST::indexOf))
        .orElse(SubscriberState.STOPPED);
  }

  /** Position through which all of its rows are. */
  public long position() {
    return shards.stream().mapToLong(ShardStatus::position).min().orElse(0);
  }

  /** How many positions it is behind. */
  public long lag() {
    return Math.max(0, head - position());
  }

  /**
   * How long ago the first event was recorded that is yet to be handled; see {@link ShardStatus}.
   */
  public Duration age() {
    return shards.stream()
        .map(ShardStatus::age)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Those who run it, for people. */
  public List<String> runners() {
    return shards.stream().flatMap(shard -> shard.runners().stream()).distinct().toList();
  }

  /** Until when the first of those that are missing was to be heard from; empty if nobody is. */
  public Optional<Instant> missedSince() {
    return shards.stream()
        .flatMap(shard -> shard.missedSince().stream())
        .min(Comparator.naturalOrder());
  }

  /** The first error of its shards. */
  public Optional<String> error() {
    return shards.stream().flatMap(shard -> shard.error().stream()).findFirst();
  }
}
