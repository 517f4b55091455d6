package io.tidemark.replay.build;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionBatch;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.memory.ReplayedEvents;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.StoredLookUps;
import io.tidemark.projection.postgres.StoredRows;
import io.tidemark.projection.table.Slot;
import io.tidemark.row.RowIndex;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Folds the rows of a slot from events. Beside the caller's thread it uses one that reads, one that
 * decodes, and one for each further worker; the caller's is the first worker.
 */
final class FoldingBuilder<K, V> extends SlotBuilder<K, V> {
  private static final int BATCH_SIZE = 5_000;
  private static final int SHARE_OF_MEMORY = 8;
  private static final long MOST_MEMORY = 256L << 20;

  /** At most so much is done again after a kill; the first commits come sooner. */
  private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

  private final Projection<K, V> projection;
  private final BuildPlan plan;
  private final Workers workers;
  private final Pace pace;
  private final ReadAhead.Decoder<K, V> decoder;
  private final LogQuery query;
  private List<ShardWriter<K, V>> writers = List.of();
  private Checkpoint folded;

  FoldingBuilder(
      ReadModelSchema schema,
      Projection<K, V> projection,
      Slot slot,
      BuildPlan plan,
      StoredRows<K, V> rows) {
    super(schema, projection, slot, workersAtMost(projection, plan), rows);
    this.projection = projection;
    this.plan = plan;
    this.workers = new Workers(projection.name());
    this.pace = new Pace(plan.maxRate());
    if (plan.edit().isNone() || projection.upstream().isEmpty()) {
      this.query = projection.query();
      this.decoder = new WithStored<>(projection, new StoredLookUps(schema, projection));
    } else {
      ReplayedEvents<K, V> replayed = new ReplayedEvents<>(projection);
      this.query = replayed.query();
      this.decoder = new WithReplayed<>(replayed);
    }
    this.folded = Checkpoint.beginningOf(store());
  }

  /** Each commits by itself, and could take a value that another has yet to free. */
  private static int workersAtMost(Projection<?, ?> projection, BuildPlan plan) {
    return RowIndex.isAnyUnique(projection.indexes()) ? 1 : plan.workers();
  }

  /** With as many workers as they have shards. */
  @Override
  Checkpoint continued(ShardCheckpoints shards) {
    boolean empty = shards.all().stream().allMatch(shard -> shard.position() == 0);
    long memory = Math.min(MOST_MEMORY, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
    writers = new ArrayList<>();
    for (StoredCheckpoint shard : shards.all()) {
      writers.add(
          new ShardWriter<>(schema(), projection, slot(), shard, empty, memory / shards.count()));
    }
    folded = least();
    return folded;
  }

  /** The one of the shards that is least far. */
  private Checkpoint least() {
    return writers.stream()
        .map(ShardWriter::committed)
        .min(Comparator.comparing(Checkpoint::position))
        .orElseThrow(() -> new IllegalStateException("A build begins before it goes on"));
  }

  @Override
  long committed() {
    return least().position();
  }

  @Override
  public Checkpoint checkpoint() {
    return folded;
  }

  @Override
  void run(Goal goal, BuildListener listener) {
    Subscription events =
        Subscription.of(store(), query)
            .withName(projection.name())
            .withBatchSize(pace.step(BATCH_SIZE));
    events.seek(folded.place());
    CommitRule rule = new CommitRule(folded.position(), COMMIT_NANOS);
    try (ReadAhead<K, V> ahead =
        new ReadAhead<>(decoder, plan, writers.size(), goal, events, workers.threads())) {
      Optional<ReadAhead.Decoded<K, V>> next = nextOf(ahead, goal, listener);
      while (next.isPresent()) {
        fold(next.get());
        if (rule.isDue(folded.position()) || isFull() || folded.position() >= goal.position()) {
          commit(goal, rule, listener);
        }
        pace.did(next.get().events());
        next = nextOf(ahead, goal, listener);
      }
    }
    if (least().position() < folded.position()) {
      commit(goal, rule, listener);
    }
  }

  private Optional<ReadAhead.Decoded<K, V>> nextOf(
      ReadAhead<K, V> ahead, Goal goal, BuildListener listener) {
    requireNotInterrupted(listener, goal.position());
    return folded.position() >= goal.position() ? Optional.empty() : ahead.next();
  }

  private void fold(ReadAhead.Decoded<K, V> batch) {
    long after = folded.position();
    workers.each(writers, (index, writer) -> writer.apply(batch.parts().get(index), after));
    folded = folded.at(batch.upTo());
  }

  private boolean isFull() {
    return writers.stream().anyMatch(ShardWriter::isFull);
  }

  private void commit(Goal goal, CommitRule rule, BuildListener listener) {
    LogPlace place = folded.place();
    workers.each(
        writers,
        (index, writer) -> {
          if (!writer.commit(place)) {
            throw listener.overtaken();
          }
        });
    rule.committed(folded.position());
    listener.reached(folded.position(), Math.max(goal.position(), folded.position()));
  }

  @Override
  public void close() {
    workers.close();
  }

  /** The other read models that are needed are asked as they are stored. */
  private record WithStored<K, V>(Projection<K, V> projection, StoredLookUps lookUps)
      implements ReadAhead.Decoder<K, V> {
    @Override
    public ProjectionBatch<K, V> decoded(List<RecordedEvent> events) {
      return projection.batch(events, Shard.WHOLE, lookUps);
    }

    @Override
    public boolean isStepwise() {
      return false;
    }
  }

  /**
   * They are folded beside, in memory, from the events that are read: those that are stored know
   * nothing of what is changed in the log on the way.
   */
  private record WithReplayed<K, V>(ReplayedEvents<K, V> replayed)
      implements ReadAhead.Decoder<K, V> {
    @Override
    public ProjectionBatch<K, V> decoded(List<RecordedEvent> events) {
      replayed.accept(); // the batch before was folded
      return replayed.batch(events);
    }

    @Override
    public boolean isStepwise() {
      return true;
    }
  }
}
