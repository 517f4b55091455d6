package io.tidemark.replay.build;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.RowIndex;
import io.tidemark.projection.postgres.CheckpointTable;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.StoredCheckpoint;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Brings the rows of one slot to a position. They and their checkpoints commit together, so that a
 * build that is cut off at any moment is taken up by the next. While it runs nobody else may write
 * the slot: whoever uses it holds a lock, and the checkpoints tell if that was lost.
 *
 * <p>Not thread-safe. Beside the caller's thread it uses one that reads, one that decodes, and one
 * for each further worker; the caller's is the first worker.
 */
public final class SlotBuilder<K, V> implements AutoCloseable {
  private static final int BATCH_SIZE = 5_000;
  private static final int SHARE_OF_MEMORY = 8;
  private static final long MOST_MEMORY = 256L << 20;

  /** At most so much is done again after a kill; the first commits come sooner. */
  private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

  private final ReadModelSchema schema;
  private final EventStore store;
  private final Projection<K, V> projection;
  private final Slot slot;
  private final BuildPlan plan;
  private final CheckpointTable checkpoints;
  private final StoredProjection<K, V> rows;
  private final Workers workers;
  private final Pace pace;
  private List<ShardWriter<K, V>> writers = List.of();
  private Checkpoint folded;

  /** Of one slot; {@link #begin} or {@link #continued} comes next. */
  public SlotBuilder(
      ReadModelSchema schema, Projection<K, V> projection, Slot slot, BuildPlan plan) {
    this.schema = schema;
    this.store = schema.store();
    this.projection = projection;
    this.slot = slot;
    this.plan = plan;
    this.checkpoints = schema.checkpoints();
    this.rows = new StoredProjection<>(schema, projection, slot);
    this.workers = new Workers(projection.name());
    this.pace = new Pace(plan.maxRate());
    this.folded = Checkpoint.beginningOf(store);
  }

  /** The rows. */
  public StoredProjection<K, V> rows() {
    return rows;
  }

  /** Goes on with what an earlier build made, if that is of use; else starts over. */
  public Checkpoint begin(Session session) {
    List<StoredCheckpoint> earlier = checkpoints.all(session, projection.name(), slot);
    return isUsable(session, earlier) ? continued(earlier) : startedOver(session);
  }

  /** Starts over, whatever there is. */
  public Checkpoint startedOver(Session session) {
    return continued(
        session.inTransaction(
            () -> {
              rows.drop(session);
              return rows.create(session, workersAtMost());
            }));
  }

  /** Each commits by itself, and could take a value that another has yet to free. */
  private int workersAtMost() {
    return RowIndex.isAnyUnique(projection) ? 1 : plan.workers();
  }

  /** Removes the rows and their checkpoints; what a killed process leaves is started over. */
  public void drop(Session session) {
    session.inTransaction(
        () -> {
          rows.drop(session);
          return true;
        });
  }

  /** Goes on from these checkpoints, with as many workers as they have shards. */
  public Checkpoint continued(List<StoredCheckpoint> shards) {
    boolean empty = shards.stream().allMatch(shard -> shard.position() == 0);
    long memory = Math.min(MOST_MEMORY, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
    writers = new ArrayList<>();
    for (StoredCheckpoint shard : shards) {
      writers.add(
          new ShardWriter<>(schema, projection, slot, shard, empty, memory / shards.size()));
    }
    folded = least();
    return folded;
  }

  private boolean isUsable(Session session, List<StoredCheckpoint> earlier) {
    return !earlier.isEmpty()
        && earlier.size() == earlier.get(0).shard().count()
        && !(RowIndex.isAnyUnique(projection) && earlier.size() > 1)
        && earlier.stream()
            .allMatch(
                shard ->
                    rows.isDefinedAs(shard)
                        && shard.fold().equals(projection.foldVersion())
                        && shard.checkpoint().isOfSameLog(store))
        && rows.table().exists(session);
  }

  /** The one of the shards that is least far. */
  private Checkpoint least() {
    return writers.stream()
        .map(ShardWriter::committed)
        .min(Comparator.comparing(Checkpoint::position))
        .orElseThrow(() -> new IllegalStateException("A build begins before it goes on"));
  }

  /** Through where it has made the rows. */
  public Checkpoint checkpoint() {
    return folded;
  }

  /** Goes on to the end that the log has now. */
  public Checkpoint toHead(BuildListener listener) {
    long head = store.head();
    listener.reached(folded.position(), Math.max(head, folded.position()));
    while (folded.position() < head) {
      long before = folded.position();
      run(Goal.atLeast(head), listener);
      if (folded.position() == before) {
        requireNotInterrupted(listener, head);
        head = store.head(); // that of another moment was further
      }
    }
    requireNotInterrupted(listener, head);
    return folded;
  }

  /** Goes on to a place of the log, and not beyond; it must not be beyond already. */
  public Checkpoint to(LogPlace place, BuildListener listener) {
    if (folded.position() > place.position()) {
      throw new IllegalArgumentException(
          "Invalid goal of %s: expected a position of at least %d, actual %d"
              .formatted(projection.name(), folded.position(), place.position()));
    }
    listener.reached(folded.position(), place.position());
    while (folded.position() < place.position()) {
      requireNotInterrupted(listener, place.position());
      run(Goal.exactly(place), listener);
    }
    requireNotInterrupted(listener, place.position());
    return folded;
  }

  private void run(Goal goal, BuildListener listener) {
    Subscription events =
        Subscription.of(store, projection.query())
            .withName(projection.name())
            .withBatchSize(pace.step(BATCH_SIZE));
    events.seek(folded.place());
    CommitRule rule = new CommitRule(folded.position(), COMMIT_NANOS);
    try (ReadAhead<K, V> ahead =
        new ReadAhead<>(projection, plan, writers.size(), goal, events, workers.threads())) {
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

  private void requireNotInterrupted(BuildListener listener, long target) {
    if (Thread.currentThread().isInterrupted()) {
      throw listener.interrupted(least().position(), target);
    }
  }

  /** Ends its threads. */
  @Override
  public void close() {
    workers.close();
  }
}
