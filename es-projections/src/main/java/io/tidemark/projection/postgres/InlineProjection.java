package io.tidemark.projection.postgres;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.Session;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.append.AppendHook;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionBatch;
import io.tidemark.projection.checkpoint.CheckpointTable;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.LogRewoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Runs a projection in the append's transaction. It moves the same checkpoint as every other way to
 * run it, so it can change places with them at any time.
 */
final class InlineProjection<K, V> implements AppendHook {
  /** More than this would hold up every appender for too long. */
  private static final int MAX_GAP = 10_000;

  private final EventStore store;
  private final Projection<K, V> projection;
  private final CheckpointTable checkpoints;
  private final StoredProjection<K, V> rows;

  InlineProjection(ReadModelSchema schema, Projection<K, V> projection) {
    this.store = schema.store();
    this.projection = projection;
    this.checkpoints = schema.checkpoints();
    this.rows = new StoredProjection<>(schema, projection, Slot.SERVING);
  }

  @Override
  public void appended(Session transaction, List<RecordedEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    RecordedEvent last = events.get(events.size() - 1);
    Checkpoint from = locked(transaction);
    requireNotAhead(from.position(), events.get(0).position());
    requireSameLog(transaction, from);
    List<RecordedEvent> todo = gap(from.position(), events.get(0).position());
    todo.addAll(events);
    Checkpoint to = from.at(LogPlace.of(last));
    ProjectionBatch<K, V> batch = rows.batchWithin(transaction, from, todo, last.position());
    long parked =
        rows.move(transaction, from, to, batch.tally())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Checkpoint of %s moved while it was locked at %d"
                            .formatted(projection.name(), from.position())));
    rows.write(transaction, batch, parked);
  }

  private void requireNotAhead(long checkpoint, long first) {
    if (checkpoint >= first) {
      throw new LogRewoundException(
          projection.name(),
          "expected at least %d events, actual %d".formatted(checkpoint, first - 1));
    }
  }

  /** In the transaction of the append, which alone sees what a caller appended before. */
  private void requireSameLog(Session transaction, Checkpoint from) {
    if (!from.logId().equals(store.logId())) {
      throw new LogRewoundException(
          projection.name(),
          "expected log %s, actual log %s".formatted(from.logId(), store.logId()));
    }
    if (from.position() > 0 && store instanceof PostgresEventStore postgres) {
      String sql = "select event_id from " + postgres.schema() + ".events where position = ?";
      Optional<UUID> actual = transaction.first(sql, row -> row.uuid(1), from.position());
      if (!actual.equals(from.eventId())) {
        throw new LogRewoundException(
            projection.name(),
            "expected event %s at position %d, actual %s"
                .formatted(from.eventId(), from.position(), actual));
      }
    }
  }

  private Checkpoint locked(Session transaction) {
    StoredCheckpoint stored =
        checkpoints.lockAll(transaction, projection.name(), Slot.SERVING).all().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "No checkpoint of inline projection " + projection.name()));
    rows.requireShard(stored);
    rows.definition().requireForward(stored);
    return stored.checkpoint();
  }

  /**
   * Events of processes that append without this projection. They are committed, since the ordering
   * lock is held here, so another connection sees all of them; unless the transaction is a caller's
   * and appended them itself, by another store.
   */
  private List<RecordedEvent> gap(long checkpoint, long first) {
    List<RecordedEvent> events = new ArrayList<>();
    if (checkpoint >= first - 1) {
      return events;
    }
    if (first - 1 - checkpoint > MAX_GAP) {
      throw new ProjectionBehindException(projection.name(), first - 1 - MAX_GAP, checkpoint);
    }
    requireCommitted(first - 1);
    LogQuery missing = projection.query().after(checkpoint).until(AsOf.position(first - 1));
    try (Stream<RecordedEvent> found = store.readAll(missing)) {
      found.forEach(events::add);
    }
    return events;
  }

  private void requireCommitted(long position) {
    long head = store.head();
    if (head < position) {
      throw new IllegalStateException(
          ("Inline projection %s in a caller's transaction: expected committed events up to"
                  + " position %d, actual %d; an earlier append of this transaction went by it")
              .formatted(projection.name(), position, head));
    }
  }
}
