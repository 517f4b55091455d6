package io.tidemark.replay.build;

import io.tidemark.AsOf;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;

/** Points at which the log is cut at one place. */
public final class Point {
  private Point() {}

  /** Refuses a point at which the log is not cut. */
  public static void requireOfLog(AsOf point) {
    if (!(point instanceof AsOf.Position || point instanceof AsOf.RecordedAt)) {
      throw new IllegalArgumentException(
          "Invalid point of a replay: expected a position or a time of recording, actual " + point);
    }
  }

  /** The place of the last event that such a point includes. */
  public static LogPlace placeOf(AsOf point, EventStore store) {
    long position =
        point instanceof AsOf.RecordedAt at
            ? store.positionAsOf(at.instant())
            : Math.min(((AsOf.Position) point).position(), store.head());
    return store.event(position).map(LogPlace::of).orElseGet(LogPlace::start);
  }
}
