package io.tidemark.readmodel;

import io.tidemark.AsOf;
import io.tidemark.projection.LiveProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.store.LogQuery;

/**
 * One point in history at which any number of read models can be asked: they all count the same
 * events. Immutable and thread-safe.
 */
public final class PointInTime {
  private final ReadModelSchema schema;
  private final AsOf point;
  private final long position;

  private PointInTime(ReadModelSchema schema, AsOf point, long position) {
    this.schema = schema;
    this.point = point;
    this.position = position;
  }

  static PointInTime of(ReadModelSchema schema, AsOf point) {
    LogQuery.all().until(point); // refuses points that the log as a whole does not have
    if (point instanceof AsOf.RecordedAt at) {
      long position = schema.store().positionAsOf(at.instant());
      return new PointInTime(schema, AsOf.position(position), position);
    }
    long head = schema.store().head();
    if (point instanceof AsOf.Latest) {
      return new PointInTime(schema, AsOf.position(head), head);
    }
    return point instanceof AsOf.Position at
        ? new PointInTime(schema, at, Math.min(at.position(), head))
        : new PointInTime(schema, point, head);
  }

  /** No event after this position counts, even if its own time is within the point. */
  public long position() {
    return position;
  }

  /**
   * The rows of a projection at this point, replayed from the log now and then held in memory.
   *
   * @throws io.tidemark.subscription.EventHandlingException if the projection refuses an event
   */
  public <K, V> ReadModel<K, V> of(Projection<K, V> projection) {
    return new ReplayedRows<>(
        projection, LiveProjection.of(projection, schema.store()).rows(point, position));
  }
}
