package io.tidemark.replay.build;

import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventBatch;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscription;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes events through the stages of a projection, on the caller's thread: what one does hangs on
 * all before it, so rows and state are made as they are when it is run.
 */
final class StagedBuilder<K, V> extends SlotBuilder<K, V> {
  private static final int BATCH_SIZE = 20_000;

  private final StoredProjection<K, V> rows;
  private final BuildPlan plan;
  private final Pace pace;
  private Checkpoint reached;

  StagedBuilder(
      ReadModelSchema schema,
      ReadModelDefinition<K, V> projection,
      Slot slot,
      BuildPlan plan,
      StoredProjection<K, V> rows) {
    super(schema, projection, slot, 1, rows);
    this.rows = rows;
    this.plan = plan;
    this.pace = new Pace(plan.maxRate());
    this.reached = Checkpoint.beginningOf(store());
  }

  @Override
  Checkpoint continued(ShardCheckpoints shards) {
    rows.prepareAside();
    reached = shards.all().get(0).checkpoint();
    return reached;
  }

  @Override
  public Checkpoint checkpoint() {
    return reached;
  }

  @Override
  long committed() {
    return reached.position();
  }

  @Override
  void run(Goal goal, BuildListener listener) {
    Subscription events =
        Subscription.of(store(), rows.query())
            .withName(rows.name())
            .withBatchSize(pace.step(BATCH_SIZE));
    while (reached.position() < goal.position()) {
      requireNotInterrupted(listener, goal.position());
      events.seek(reached.place()); // it may be but a part of the batch that was committed
      long before = reached.position();
      EventBatch batch = goal.cut(events.next(Duration.ZERO));
      if (batch.upTo().position() <= before) {
        return; // the log has no more now
      }
      List<RecordedEvent> edited = plan.edit().events(batch);
      reached =
          rows.apply(reached, new EventBatch(batch.after(), edited, batch.upTo()))
              .orElseThrow(listener::overtaken);
      listener.reached(reached.position(), Math.max(goal.position(), reached.position()));
      pace.did(edited.size());
    }
  }

  @Override
  public void see(@Nullable Session snapshot) {
    rows.see(snapshot);
  }

  @Override
  void settle() {
    reached = rows.settled(reached);
  }

  @Override
  public void close() {}
}
