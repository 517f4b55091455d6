package io.tidemark.store;

import io.tidemark.AsOf;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which events of the log to read, in the order of their positions. Immutable; each method gives a
 * changed copy.
 *
 * @param afterPosition events with a greater position only; 0 for all
 * @param until events that this point includes only
 * @param categories events of streams in these categories only; empty for all
 * @param types events of these types only; empty for all
 * @param selectors events that at least one of these selects only; empty for all
 * @param shard events of streams in this shard only; streams with the same key are in the same one
 * @param matching events that match this query only; empty for all
 * @param limit at most this many events
 */
public record LogQuery(
    long afterPosition,
    AsOf until,
    Set<String> categories,
    Set<String> types,
    Set<EventSelector> selectors,
    Shard shard,
    Optional<EventQuery> matching,
    long limit) {
  private static final LogQuery ALL =
      new LogQuery(
          0,
          AsOf.latest(),
          Set.of(),
          Set.of(),
          Set.of(),
          Shard.WHOLE,
          Optional.empty(),
          Long.MAX_VALUE);

  /**
   * @throws IllegalArgumentException if a number is negative or the point is a version, which only
   *     streams have
   */
  public LogQuery {
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(shard, "shard");
    Objects.requireNonNull(matching, "matching");
    categories = Set.copyOf(categories);
    types = Set.copyOf(types);
    selectors = Set.copyOf(selectors);
    if (afterPosition < 0 || limit < 0) {
      throw new IllegalArgumentException(
          "Invalid query of the log: expected position and limit of at least 0, actual %d and %d"
              .formatted(afterPosition, limit));
    }
    if (until instanceof AsOf.Version point) {
      throw new IllegalArgumentException(
          "Invalid query of the log: expected a point of the whole log, actual version %d of a stream"
              .formatted(point.version()));
    }
  }

  /** The whole log. */
  public static LogQuery all() {
    return ALL;
  }

  /** Only events after this position. */
  public LogQuery after(long position) {
    return new LogQuery(position, until, categories, types, selectors, shard, matching, limit);
  }

  /** Only events that this point includes. */
  public LogQuery until(AsOf point) {
    return new LogQuery(afterPosition, point, categories, types, selectors, shard, matching, limit);
  }

  /** Only events of streams in these categories; none for all. */
  public LogQuery categories(Set<String> names) {
    return new LogQuery(afterPosition, until, names, types, selectors, shard, matching, limit);
  }

  /** Only events of these types; none for all. */
  public LogQuery types(Set<String> names) {
    return new LogQuery(afterPosition, until, categories, names, selectors, shard, matching, limit);
  }

  /**
   * Only events that at least one of these selects; none for all. What else is asked for must be
   * true of them too.
   */
  public LogQuery selectedBy(Set<EventSelector> some) {
    return new LogQuery(afterPosition, until, categories, types, some, shard, matching, limit);
  }

  /**
   * Only events of streams whose key belongs to this shard, by a hash that is the store's own: in
   * one store every stream is in exactly one shard of a count, always in the same.
   */
  public LogQuery shard(Shard part) {
    return new LogQuery(afterPosition, until, categories, types, selectors, part, matching, limit);
  }

  /** Only events that match this query, beside all else that is asked for. */
  public LogQuery matching(EventQuery query) {
    return new LogQuery(
        afterPosition, until, categories, types, selectors, shard, Optional.of(query), limit);
  }

  /** At most this many events. */
  public LogQuery limit(long events) {
    return new LogQuery(
        afterPosition, until, categories, types, selectors, shard, matching, events);
  }

  /** Whether events are chosen one by one, so that positions in the answer may have gaps. */
  public boolean isFiltered() {
    return !categories.isEmpty()
        || !types.isEmpty()
        || !selectors.isEmpty()
        || !shard.isWhole()
        || matching.isPresent()
        || until instanceof AsOf.OccurredAt
        || until instanceof AsOf.Bitemporal;
  }

  /**
   * Refuses a query by which no batch can be read.
   *
   * @throws IllegalArgumentException if it ends at a point or has a limit of 0: then a batch could
   *     not say what it covers
   */
  public void requireBatch() {
    if (!(until instanceof AsOf.Latest) || limit == 0) {
      throw new IllegalArgumentException(
          "Invalid query of a batch: expected no point in time and a limit of at least 1, actual "
              + this);
    }
  }
}
