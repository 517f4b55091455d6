package io.tidemark.projection.postgres;

import io.tidemark.store.Shard;
import io.tidemark.subscription.SubscriberState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far one shard of a projection is, and who runs it.
 *
 * @param shard which one; {@link Shard#WHOLE} if the projection is not split
 * @param state {@link SubscriberState#RUNNING} only if somebody runs it who is alive by the clock
 *     of the database
 * @param runners those who run it and are alive, for people; several if each would do the work of
 *     the others
 * @param position position through which everything was handled
 * @param age how long ago the first event was recorded that is to be handled next, by the clock of
 *     the database; zero if there is none. Of a shard that has to pass more than 10,000 events of
 *     others first, it is not more than this
 * @param missedSince until when whoever ran it last was to be heard from, and was not, and nobody
 *     has done the work since; empty if nobody is missing
 * @param error what stopped it, if something did
 */
public record ShardStatus(
    Shard shard,
    SubscriberState state,
    List<String> runners,
    long position,
    Duration age,
    Optional<Instant> missedSince,
    Optional<String> error) {
  /** Copies the list. */
  public ShardStatus {
    runners = List.copyOf(runners);
  }
}
