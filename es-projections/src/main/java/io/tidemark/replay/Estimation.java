package io.tidemark.replay;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.memory.ReplayedEvents;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.set.SetReplay;
import io.tidemark.projection.set.SetProjection;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventBatch;
import java.time.Duration;
import java.util.HashMap;

/**
 * Estimates a rebuild: folds the beginning of the log, or has the statement run over it, and looks
 * elsewhere.
 */
final class Estimation<K, V> {
  private static final int SAMPLES = 8;
  private static final int SAMPLE_SIZE = 1_000;
  private static final int FOLDED = 10_000;

  private final ReadModelSchema schema;
  private final ReadModelDefinition<K, V> projection;

  Estimation(ReadModelSchema schema, ReadModelDefinition<K, V> projection) {
    this.schema = schema;
    this.projection = projection;
  }

  RebuildEstimate run() {
    long head = schema.store().head();
    long rows = schema.jdbc().inSession(this::rows);
    if (head == 0) {
      return new RebuildEstimate(0, 0, rows, Duration.ZERO);
    }
    return projection instanceof Projection<K, V> folded
        ? ofFolded(folded, head, rows)
        : ofSet((SetProjection<K, V>) projection, head, rows);
  }

  /** Its statement reads what it wants of every range. */
  private RebuildEstimate ofSet(SetProjection<K, V> set, long head, long rows) {
    SetReplay<K, V> replay = new SetReplay<>(schema.jdbc(), schema.store(), set);
    long sample = Math.min(head, FOLDED);
    replay.rows(sample); // pages that nobody has read of late are slow
    long from = System.nanoTime();
    replay.rows(sample);
    double nanosEach = (double) (System.nanoTime() - from) / sample;
    return new RebuildEstimate(head, head, rows, Duration.ofNanos(Math.round(nanosEach * head)));
  }

  private RebuildEstimate ofFolded(Projection<K, V> folding, long head, long rows) {
    folded(folding); // code that has never run is slow
    long from = System.nanoTime();
    EventBatch beginning = folded(folding);
    double nanosEach = (double) (System.nanoTime() - from) / Math.max(1, beginning.events().size());
    long events =
        beginning.upTo().position() < head
            ? sampled(folding, head)
            : beginning.events().size(); // that was all of it
    return new RebuildEstimate(
        head, events, rows, Duration.ofNanos(Math.round(nanosEach * events)));
  }

  private long sampled(Projection<K, V> folding, long head) {
    long found = 0;
    long covered = 0;
    for (int i = 0; i < SAMPLES; i++) {
      EventBatch batch = batch(folding, head * i / SAMPLES, SAMPLE_SIZE);
      found += batch.events().size();
      covered += Math.max(0, batch.upTo().position() - batch.after().position());
    }
    return covered == 0 ? 0 : Math.round((double) found / covered * head);
  }

  private EventBatch folded(Projection<K, V> folding) {
    EventBatch batch = batch(folding, 0, FOLDED);
    new ReplayedEvents<>(folding).batch(batch.events()).applyTo(new HashMap<>());
    return batch;
  }

  private EventBatch batch(Projection<K, V> folding, long after, int size) {
    return schema.store().readBatch(new ReplayedEvents<>(folding).query().after(after).limit(size));
  }

  private long rows(Session session) {
    ReadModelTable<K, V> table = schema.table(projection, Slot.SERVING);
    return table.lifecycle().exists(session)
        ? session
            .first("select count(*) from " + table.qualifiedName(), row -> row.integer(1))
            .orElse(0L)
        : 0;
  }
}
