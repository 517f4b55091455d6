package io.tidemark.history;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionBatch;
import io.tidemark.projection.RowStep;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.StoredLookUps;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.store.Shard;
import io.tidemark.subscription.LogRewoundException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What changes some rows from a position on, part by part: the events are folded once more, on the
 * rows as they were, but not before the serving rows have them. Not thread-safe.
 */
final class RowUpdates<K, V> {
  private static final int BATCH_SIZE = 500;

  /** So that an end is noticed. */
  private static final Duration MAX_WAIT = Duration.ofMillis(500);

  private static final long FIRST_PAUSE_NANOS = 1_000_000;
  private static final long MAX_PAUSE_NANOS = 500_000_000;

  private final EventStore store;
  private final Projection<K, V> projection;
  private final Predicate<V> wanted;
  private final RowHistory<K, V> history;
  private final StoredLookUps lookUps;
  private LogPlace at;

  RowUpdates(ReadModelSchema schema, Projection<K, V> projection, Predicate<V> wanted) {
    this.store = schema.store();
    this.projection = projection;
    this.wanted = wanted;
    this.history = new RowHistory<>(schema, projection);
    this.lookUps = new StoredLookUps(schema, projection);
    this.at = history.reach().reached();
  }

  /**
   * The next ones, maybe none. Waits for some, unless an end is called for.
   *
   * @throws LogRewoundException if the log ends before the place where this got to, or another
   *     event stands there
   * @throws HistoryLostException if it cannot be known any more what came of the rows
   */
  List<RowUpdate<K, V>> next(BooleanSupplier isOver) {
    LogPlace reached = awaitRows(isOver);
    if (reached.position() <= at.position()) {
      return List.of();
    }
    EventBatch batch = store.readBatch(projection.query().after(at.position()).limit(BATCH_SIZE));
    if (!batch.after().equals(at) || batch.upTo().position() <= at.position()) {
      throw rewound(batch.after().toString());
    }
    EventBatch covered = batch.through(reached);
    List<RowUpdate<K, V>> updates =
        updates(projection.batch(covered.events(), Shard.WHOLE, lookUps));
    at = covered.upTo();
    return updates;
  }

  private LogRewoundException rewound(String actual) {
    return new LogRewoundException(
        projection.name(), "expected %s, actual %s".formatted(at, actual));
  }

  private List<RowUpdate<K, V>> updates(ProjectionBatch<K, V> batch) {
    Map<K, V> before =
        history.atWithNoneWaiting(
            at.position(),
            session -> history.table().loadAsOf(session, at.position(), batch.keys()));
    Map<Place<K>, RowStep<K, V>> steps = new LinkedHashMap<>();
    batch.fold(
        before,
        step ->
            steps.merge(
                new Place<>(step.key(), step.event().position()), step, RowUpdates::together));
    return steps.values().stream().flatMap(step -> update(step).stream()).toList();
  }

  /** Several changes by one event are one. */
  private static <K, V> RowStep<K, V> together(RowStep<K, V> first, RowStep<K, V> last) {
    return new RowStep<>(first.key(), first.event(), first.before(), last.after());
  }

  private Optional<RowUpdate<K, V>> update(RowStep<K, V> step) {
    boolean was = step.before().filter(wanted).isPresent();
    boolean is = step.after().filter(wanted).isPresent();
    if (!step.isChange() || (!was && !is)) {
      return Optional.empty();
    }
    RowUpdate.Kind kind =
        was ? (is ? RowUpdate.Kind.CHANGED : RowUpdate.Kind.REMOVED) : RowUpdate.Kind.ADDED;
    return Optional.of(
        new RowUpdate<>(kind, step.key(), step.event().position(), step.before(), step.after()));
  }

  /** Woken by the log, which the rows follow a moment later. */
  private LogPlace awaitRows(BooleanSupplier isOver) {
    long pause = FIRST_PAUSE_NANOS;
    LogPlace reached = history.reach().reached();
    while (reached.position() <= at.position() && !isOver.getAsBoolean()) {
      boolean more = store.awaitBeyond(at.position(), MAX_WAIT);
      if (!more || pause == MAX_PAUSE_NANOS) {
        requireSameLog();
      }
      if (more) {
        LockSupport.parkNanos(pause);
        pause = Math.min(MAX_PAUSE_NANOS, pause * 2);
      }
      reached = history.reach().reached();
    }
    return reached;
  }

  /** A log that was rewound wakes nobody, and rows made anew of it may stay behind for long. */
  private void requireSameLog() {
    if (at.position() == 0) {
      return;
    }
    Optional<UUID> actual = store.event(at.position()).map(RecordedEvent::id);
    if (!actual.equals(at.eventId())) {
      throw rewound(actual.map(id -> "event " + id).orElse("no event"));
    }
  }

  private record Place<K>(K key, long position) {}
}
