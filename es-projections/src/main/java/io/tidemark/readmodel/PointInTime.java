package io.tidemark.readmodel;

import io.tidemark.AsOf;
import io.tidemark.history.HistoryReach;
import io.tidemark.history.RowHistory;
import io.tidemark.history.RowOrigin;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.set.SetReplay;
import io.tidemark.projection.set.SetProjection;
import io.tidemark.store.LogQuery;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One point in history at which any number of read models can be asked: they all count the same
 * events. Immutable and thread-safe.
 */
public final class PointInTime {
  private final ReadModelSchema schema;
  private final AsOf point;
  private final long position;
  private final Duration timeout;

  private PointInTime(ReadModelSchema schema, AsOf point, long position, Duration timeout) {
    this.schema = schema;
    this.point = point;
    this.position = position;
    this.timeout = timeout;
  }

  /**
   * The same with another longest wait for rows that are behind; five seconds unless told. Zero for
   * a replay at once.
   */
  public PointInTime withTimeout(Duration longest) {
    return new PointInTime(schema, point, position, Objects.requireNonNull(longest, "longest"));
  }

  static PointInTime of(ReadModelSchema schema, AsOf point) {
    LogQuery.all().until(point); // refuses points that the log as a whole does not have
    if (point instanceof AsOf.Bitemporal both) {
      long known = of(schema, both.known()).position;
      return at(schema, AsOf.position(known).andOccurredAt(both.happened().instant()), known);
    }
    if (point instanceof AsOf.RecordedAt at) {
      long position = schema.store().positionAsOf(at.instant());
      return at(schema, AsOf.position(position), position);
    }
    long head = schema.store().head();
    if (point instanceof AsOf.Latest) {
      return at(schema, AsOf.position(head), head);
    }
    return point instanceof AsOf.Position at
        ? at(schema, at, Math.min(at.position(), head))
        : at(schema, point, head);
  }

  private static PointInTime at(ReadModelSchema schema, AsOf point, long position) {
    return new PointInTime(schema, point, position, ReadModelRepository.DEFAULT_TIMEOUT);
  }

  /** No event after this position counts, even if its own time is within the point. */
  public long position() {
    return position;
  }

  /**
   * The rows of a projection at this point. By queries on its history, if it keeps one that reaches
   * here, if need be after a wait for rows that are behind; else replayed from the log now and then
   * held in memory. {@link ReadModel#origin} says which, and why.
   *
   * <p>History may be pruned while one still asks: its answers then end with a {@link
   * io.tidemark.history.HistoryLostException}, and this gives others.
   *
   * <p>The rows of a set-based projection are always made anew, by its statement in a temporary
   * table, and then held in memory.
   *
   * @throws io.tidemark.subscription.EventHandlingException if the projection refuses an event
   */
  public <K, V> ReadModel<K, V> of(ReadModelDefinition<K, V> projection) {
    return projection instanceof Projection<K, V> folded
        ? ofFolded(folded)
        : ofSet((SetProjection<K, V>) projection);
  }

  private <K, V> ReadModel<K, V> ofSet(SetProjection<K, V> projection) {
    SetReplay<K, V> replay = new SetReplay<>(schema.jdbc(), schema.store(), projection);
    SortedMap<K, V> rows =
        occurredBy()
            .map(time -> replay.rows(position, time))
            .orElseGet(() -> replay.rows(position));
    return new ReplayedRows<>(
        projection,
        rows,
        RowOrigin.replay(position, position, "one statement makes the rows of many events"));
  }

  private Optional<OffsetDateTime> occurredBy() {
    if (point instanceof AsOf.Bitemporal both) {
      return Optional.of(ComparedValue.bindable(both.happened().instant()));
    }
    return point instanceof AsOf.OccurredAt happened
        ? Optional.of(ComparedValue.bindable(happened.instant()))
        : Optional.empty();
  }

  private <K, V> ReadModel<K, V> ofFolded(Projection<K, V> projection) {
    if (!(point instanceof AsOf.Position)) {
      return replayed(projection, "events count by when they happened");
    }
    RowHistory<K, V> history = new RowHistory<>(schema, projection);
    HistoryReach.Look look = history.reach().look(position);
    if (look.isBehind() && hasCaughtUp(projection)) {
      look = history.reach().look(position);
    }
    return look.obstacle().isEmpty()
        ? new HistoryRows<>(projection, history, position, look)
        : replayed(projection, look.obstacle().get());
  }

  /** A runner is a moment behind the log as a rule, and a replay takes longer than that. */
  private boolean hasCaughtUp(Projection<?, ?> projection) {
    try {
      new ReadModelRepository<>(schema, projection).withTimeout(timeout).awaiting(position);
      return true;
    } catch (PositionNotReachedException e) {
      return false;
    }
  }

  private <K, V> ReadModel<K, V> replayed(Projection<K, V> projection, String reason) {
    AtomicLong read = new AtomicLong();
    SortedMap<K, V> rows =
        LiveProjection.of(projection, schema.store())
            .withTicks(schema.ticks())
            .rows(point, position, event -> read.incrementAndGet());
    return new ReplayedRows<>(projection, rows, RowOrigin.replay(position, read.get(), reason));
  }
}
