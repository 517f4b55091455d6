package io.tidemark.replay;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReplayedEvents;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventBatch;
import java.time.Duration;
import java.util.HashMap;

/** Estimates a rebuild: reads, decodes and folds the beginning of the log, and looks elsewhere. */
final class Estimation<K, V> {
  private static final int SAMPLES = 8;
  private static final int SAMPLE_SIZE = 1_000;
  private static final int FOLDED = 10_000;

  private final ReadModelSchema schema;
  private final Projection<K, V> projection;

  Estimation(ReadModelSchema schema, Projection<K, V> projection) {
    this.schema = schema;
    this.projection = projection;
  }

  RebuildEstimate run() {
    long head = schema.store().head();
    long rows = schema.jdbc().inSession(this::rows);
    if (head == 0) {
      return new RebuildEstimate(0, 0, rows, Duration.ZERO);
    }
    folded(); // code that ran never before is slow
    long from = System.nanoTime();
    EventBatch beginning = folded();
    double nanosEach = (double) (System.nanoTime() - from) / Math.max(1, beginning.events().size());
    long found = 0;
    long covered = 0;
    for (int i = 0; i < SAMPLES; i++) {
      EventBatch batch = batch(head * i / SAMPLES, SAMPLE_SIZE);
      found += batch.events().size();
      covered += Math.max(0, batch.upTo().position() - batch.after().position());
    }
    long events = covered == 0 ? 0 : Math.round((double) found / covered * head);
    return new RebuildEstimate(
        head, events, rows, Duration.ofNanos(Math.round(nanosEach * events)));
  }

  private EventBatch folded() {
    EventBatch batch = batch(0, FOLDED);
    new ReplayedEvents<>(projection).batch(batch.events()).applyTo(new HashMap<>());
    return batch;
  }

  private EventBatch batch(long after, int size) {
    return schema
        .store()
        .readBatch(new ReplayedEvents<>(projection).query().after(after).limit(size));
  }

  private long rows(Session session) {
    ReadModelTable<K, V> table = schema.table(projection, Slot.SERVING);
    return table.exists(session)
        ? session
            .first("select count(*) from " + table.qualifiedName(), row -> row.integer(1))
            .orElse(0L)
        : 0;
  }
}
