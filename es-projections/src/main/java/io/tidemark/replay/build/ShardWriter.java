package io.tidemark.replay.build;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionBatch;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.LogPlace;
import io.tidemark.subscription.Checkpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the rows of one shard of a slot; its checkpoint commits with them. Folds into a cache, of
 * which each row is written once a commit; but rows with history are written step by step, since
 * each step leaves a version, and so are rows that may have to put events aside, or behind whose
 * events, put aside by other code, others must wait. For one thread.
 */
final class ShardWriter<K, V> {
  /** Batches that wait for their commit, so that memory is bounded. */
  private static final int MAX_STEPS = 2;

  private final Jdbc jdbc;
  private final StoredProjection<K, V> rows;
  private final RowCache<K, V> cache;
  private final boolean isStepwise;
  private final List<ProjectionBatch<K, V>> steps = new ArrayList<>();

  /** Whether the next batch looks at the rows as the last one leaves them. */
  private boolean isAwaited;

  private Checkpoint committed;
  private EventTally handled = EventTally.NONE;

  ShardWriter(
      ReadModelSchema schema,
      Projection<K, V> projection,
      Slot slot,
      StoredCheckpoint from,
      boolean emptyTable,
      long maxWeight) {
    this.jdbc = schema.jdbc();
    this.rows = new StoredProjection<>(schema, projection, slot, from.shard());
    this.cache = new RowCache<>(rows.table(), projection.rows(), emptyTable, maxWeight);
    this.isStepwise =
        projection.hasHistory()
            || projection.failurePolicy() != FailurePolicy.STOP
            || from.parked() > 0;
    rows.prepareAside();
    this.committed = from.checkpoint();
  }

  Checkpoint committed() {
    return committed;
  }

  boolean isFull() {
    return cache.isFull() || steps.size() >= MAX_STEPS || isAwaited;
  }

  /**
   * Folds.
   *
   * @param after position that the batch continues; what this writer has committed behind it,
   *     because the others were cut off before they had, is not folded again
   */
  void apply(ProjectionBatch<K, V> batch, long after) {
    ProjectionBatch<K, V> fresh =
        committed.position() <= after ? batch : batch.keeping(key -> true, committed.position());
    if (isStepwise) {
      isAwaited = fresh.looksUpByRow();
      rows.foresee(fresh);
      steps.add(fresh);
    } else {
      cache.apply(fresh, keys -> jdbc.inSession(session -> rows.table().load(session, keys)));
    }
    handled = handled.plus(fresh.tally());
  }

  private void write(Session session, long waiting) {
    long wait = waiting;
    for (ProjectionBatch<K, V> batch : steps) {
      wait += rows.write(session, batch, wait);
    }
    cache.write(session);
  }

  /** Writes the rows and moves the checkpoint; false if somebody else has moved it. */
  boolean commit(LogPlace place) {
    if (place.position() <= committed.position()) {
      return true; // still to be caught up with by the others
    }
    Checkpoint to = committed.at(place);
    if (!rows.commit(committed, to, handled, this::write)) {
      return false;
    }
    steps.clear();
    isAwaited = false;
    cache.written();
    committed = to;
    handled = EventTally.NONE;
    return true;
  }
}
