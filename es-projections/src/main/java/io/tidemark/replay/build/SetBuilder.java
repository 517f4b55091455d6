package io.tidemark.replay.build;

import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.StoredSet;
import io.tidemark.projection.table.Slot;
import io.tidemark.subscription.Checkpoint;

/** Has a statement make the rows of a slot, range by range, on the caller's thread. */
final class SetBuilder<K, V> extends SlotBuilder<K, V> {
  private final StoredSet<K, V> rows;
  private final Pace pace;
  private Checkpoint reached;

  SetBuilder(
      ReadModelSchema schema,
      ReadModelDefinition<K, V> projection,
      Slot slot,
      BuildPlan plan,
      StoredSet<K, V> rows) {
    super(schema, projection, slot, 1, rows); // one statement makes all rows
    this.rows = rows;
    this.pace = new Pace(plan.maxRate());
    this.reached = Checkpoint.beginningOf(store());
  }

  @Override
  Checkpoint continued(ShardCheckpoints shards) {
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
    requireNotInterrupted(listener, goal.position());
    long before = reached.position();
    long last = Math.min(goal.position(), before + pace.step(Integer.MAX_VALUE));
    reached = rows.advance(reached, last).orElseThrow(listener::overtaken);
    listener.reached(reached.position(), Math.max(goal.position(), reached.position()));
    pace.did(reached.position() - before);
  }

  @Override
  public void close() {}
}
