package io.tidemark.replay;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.ServingShards;
import io.tidemark.replay.build.BuildPlan;
import io.tidemark.replay.build.EventEdit;
import io.tidemark.replay.build.Point;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.replay.compare.RowsAheadException;
import io.tidemark.store.LogPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Asks what the rows would be with another history or other code: replays into scratch rows,
 * compares them with the serving ones, and drops them. The log stays as it is. Immutable; each
 * method but {@link #compare} gives a changed copy.
 *
 * <p>To change an event, drop it and insert another one at its position.
 *
 * <p>If the projection looks up rows of other read models or is made from their changes, these are
 * made of the changed events too, and their rows are held in memory meanwhile.
 *
 * @param <K> the key of a row
 * @param <B> the serving rows
 * @param <V> the rows that are made
 */
public final class WhatIf<K, B, V> {
  private final ReadModelSchema schema;
  private final Projection<K, B> base;
  private final Projection<K, V> projection;
  private final EventEdit edit;
  private final Optional<AsOf> until;

  private WhatIf(
      ReadModelSchema schema,
      Projection<K, B> base,
      Projection<K, V> projection,
      EventEdit edit,
      Optional<AsOf> until) {
    this.schema = schema;
    this.base = base;
    this.projection = projection;
    this.edit = edit;
    this.until = until;
  }

  static <K, V> WhatIf<K, V, V> of(ReadModelSchema schema, Projection<K, V> projection) {
    return new WhatIf<>(schema, projection, projection, EventEdit.NONE, Optional.empty());
  }

  /** Without the event at this position. */
  public WhatIf<K, B, V> dropping(long position) {
    Set<Long> dropped = new HashSet<>(edit.dropped());
    dropped.add(position);
    return with(new EventEdit(dropped, edit.inserted()));
  }

  /**
   * With these events of a stream right after a position, which they are given too; 0 for before
   * the first. After those that were inserted there before. Their version is 0, and they were
   * recorded when they happened.
   */
  public WhatIf<K, B, V> inserting(long afterPosition, StreamId stream, List<EventData> events) {
    SortedMap<Long, List<RecordedEvent>> inserted = new TreeMap<>(edit.inserted());
    List<RecordedEvent> there = new ArrayList<>(inserted.getOrDefault(afterPosition, List.of()));
    for (EventData event : events) {
      Instant at = event.occurredAt();
      there.add(
          new RecordedEvent(
              afterPosition,
              stream,
              0,
              event.id(),
              event.type(),
              event.data(),
              event.metadata(),
              at,
              at));
    }
    inserted.put(afterPosition, there);
    return with(new EventEdit(edit.dropped(), inserted));
  }

  /**
   * As if the log ended at a point.
   *
   * @throws IllegalArgumentException if the point does not cut the log at one place
   */
  public WhatIf<K, B, V> until(AsOf point) {
    Point.requireOfLog(point);
    return new WhatIf<>(schema, base, projection, edit, Optional.of(point));
  }

  /**
   * By other code: another definition under the same name.
   *
   * @throws IllegalArgumentException if it has another name
   */
  public <W> WhatIf<K, B, W> with(Projection<K, W> other) {
    if (!other.name().equals(base.name())) {
      throw new IllegalArgumentException(
          "Invalid other definition: expected one named %s, actual %s"
              .formatted(base.name(), other.name()));
    }
    return new WhatIf<>(schema, base, other, edit, until);
  }

  private WhatIf<K, B, V> with(EventEdit other) {
    return new WhatIf<>(schema, base, projection, other, until);
  }

  /**
   * Replays and compares, on this thread.
   *
   * @return what the rows would be, beside the serving ones
   * @throws IllegalArgumentException if an event is dropped or inserted where the replay does not
   *     come
   * @throws RebuildInProgressException if somebody else uses the scratch rows
   * @throws RowsMissingException if the projection has never begun
   * @throws RowsAheadException as {@link Replays#verify}
   * @throws io.tidemark.subscription.EventHandlingException if the projection, or one that it
   *     needs, refuses an event
   */
  public ComparisonReport compare() {
    ShardCheckpoints stored = new ServingShards<>(schema, base).stored();
    if (stored.isEmpty()) {
      throw new RowsMissingException(base.name(), "serving ones");
    }
    LogPlace near = stored.furthest().checkpoint().place();
    Optional<LogPlace> end = until.map(point -> Point.placeOf(point, schema.store()));
    requireWithin(end.orElse(near).position());
    return new ScratchRows<>(
            schema, projection, BuildPlan.PLAIN.with(edit), new ServingShards<>(schema, base))
        .compare(end.orElse(near), end, explanation -> explanation.ofEdit(base, edit))
        .report();
  }

  private void requireWithin(long last) {
    for (long position : edit.dropped()) {
      requireWithin("dropped", position, 1, last);
    }
    for (long position : edit.inserted().keySet()) {
      requireWithin("inserted", position, 0, last);
    }
  }

  private void requireWithin(String what, long position, long first, long last) {
    if (position < first || position > last) {
      throw new IllegalArgumentException(
          "Invalid place of an event that is %s for %s: expected %d to %d, actual %d"
              .formatted(what, Objects.requireNonNull(base.name()), first, last, position));
    }
  }
}
