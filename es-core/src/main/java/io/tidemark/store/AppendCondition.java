package io.tidemark.store;

import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What must be so in the whole log for an append to be stored, checked in the transaction that
 * stores it: that no event came that a decision would have been made on, and that streams which are
 * only read have not moved. Immutable; each method gives a changed copy.
 *
 * <p>The query is that of <a href="https://dcb.events/specification/">dcb.events</a>: no event may
 * match it behind a position. Events of the same append are not looked at.
 *
 * @param failIfEventsMatch none if no query is to be looked at
 * @param after the position up to which the decision knows the log; 0 if no event may match at all
 * @param streams streams that the append does not write to, each with what is expected of it
 */
public record AppendCondition(
    Optional<EventQuery> failIfEventsMatch, long after, Map<StreamId, ExpectedVersion> streams) {
  private static final AppendCondition NONE = new AppendCondition(Optional.empty(), 0, Map.of());

  /**
   * @throws IllegalArgumentException if the position is negative
   */
  public AppendCondition {
    Objects.requireNonNull(failIfEventsMatch, "failIfEventsMatch");
    streams = Map.copyOf(streams);
    if (after < 0) {
      throw new IllegalArgumentException(
          "Invalid condition of an append: expected a position of at least 0, actual " + after);
    }
  }

  /** Nothing beyond the version of the stream itself. */
  public static AppendCondition none() {
    return NONE;
  }

  /** No event of the whole log may match. */
  public static AppendCondition failIfEventsMatch(EventQuery query) {
    return new AppendCondition(Optional.of(query), 0, Map.of());
  }

  /** A stream that is not written to must meet this. */
  public static AppendCondition streamIs(StreamId stream, ExpectedVersion expected) {
    return NONE.andStreamIs(stream, expected);
  }

  /** Only events after this position count: those before it were known. */
  public AppendCondition after(long position) {
    return new AppendCondition(failIfEventsMatch, position, streams);
  }

  /** And a stream that is not written to must meet this. */
  public AppendCondition andStreamIs(StreamId stream, ExpectedVersion expected) {
    Map<StreamId, ExpectedVersion> all = new LinkedHashMap<>(streams);
    @Nullable ExpectedVersion before = all.put(stream, Objects.requireNonNull(expected));
    if (before != null && !before.equals(expected)) {
      throw new IllegalArgumentException(
          "Invalid condition of an append: expected one version of %s, actual %s and %s"
              .formatted(stream, before, expected));
    }
    return new AppendCondition(failIfEventsMatch, after, all);
  }

  /** Whether it demands nothing. */
  public boolean isNone() {
    return failIfEventsMatch.isEmpty() && streams.isEmpty();
  }
}
