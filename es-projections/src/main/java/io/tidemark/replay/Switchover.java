package io.tidemark.replay;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.CheckpointTable;
import io.tidemark.projection.checkpoint.ReachedWait;
import io.tidemark.projection.checkpoint.RowsDefinition;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.ServingShards;
import io.tidemark.projection.postgres.StoredRows;
import io.tidemark.projection.table.Slot;
import io.tidemark.replay.build.BuildPlan;
import io.tidemark.replay.build.SlotBuilder;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.replay.compare.DifferenceFinder;
import io.tidemark.replay.compare.RowComparison;
import io.tidemark.replay.compare.RowsAheadException;
import io.tidemark.subscription.Checkpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Compares the rows of another slot with the serving ones and exchanges them: those of a rebuild,
 * or those before the last switch. Takes two connections, as a {@link Rebuild}.
 */
final class Switchover<K, V> {
  /** Longer than the switch waits for its locks, so that others get most of the time. */
  private static final long PAUSE_NANOS = Duration.ofMillis(400).toNanos();

  private final ReadModelSchema schema;
  private final ReadModelDefinition<K, V> projection;
  private final Slot slot;
  private final CheckpointTable checkpoints;
  private final Consumer<RebuildProgress> listener;

  /** To the rows of this slot. */
  Switchover(
      ReadModelSchema schema,
      ReadModelDefinition<K, V> projection,
      Slot slot,
      Consumer<RebuildProgress> listener) {
    this.schema = schema;
    this.projection = projection;
    this.slot = slot;
    this.checkpoints = schema.checkpoints();
    this.listener = listener;
  }

  /** Compares the rows, as they are, with the serving ones. */
  ComparisonReport compare() {
    return withRows(this::compared);
  }

  /** Brings the rows forward, and exchanges them with the serving ones. */
  RebuildProgress run(SwitchPolicy policy) {
    return withRows(
        (session, builder, meter) -> {
          forward(session, builder, meter);
          exchange(session, builder, policy, meter);
          return meter.progress();
        });
  }

  private <T> T withRows(Work<K, V, T> work) {
    return ReplayLock.ofRebuild(
        schema,
        projection.name(),
        session -> {
          try (SlotBuilder<K, V> builder =
              SlotBuilder.of(schema, projection, slot, BuildPlan.PLAIN)) {
            Checkpoint from = continued(session, builder);
            return work.on(
                session, builder, new RebuildMeter(projection.name(), from.position(), listener));
          }
        });
  }

  private Checkpoint continued(Session session, SlotBuilder<K, V> builder) {
    ShardCheckpoints stored =
        checkpoints.exists(session)
            ? checkpoints.all(session, projection.name(), slot)
            : ShardCheckpoints.NONE;
    if (stored.isEmpty() || !builder.rows().table().lifecycle().exists(session)) {
      throw new RowsMissingException(
          projection.name(),
          slot == Slot.PREVIOUS
              ? "those before the last switch"
              : "new ones by a rebuild without a switch");
    }
    RowsDefinition definition = builder.rows().definition();
    for (StoredCheckpoint shard : stored.all()) {
      definition.require(shard);
      if (slot == Slot.REBUILD && !definition.isByThisCode(shard)) {
        throw new ProjectionChangedException(
            projection.name(),
            "new rows by " + inWords(projection.foldVersion()),
            "by " + inWords(shard.fold()));
      }
      shard.checkpoint().requireSameLog(projection.name(), schema.store());
    }
    if (slot == Slot.PREVIOUS) {
      requireLevel(stored);
      gather(session, builder.rows());
    }
    requireWriters(builder, stored.count());
    return builder.resumed(session, stored);
  }

  /** What several shards remembered when these rows were switched away is what one goes on with. */
  private void gather(Session session, StoredRows<K, V> rows) {
    if (projection instanceof Projection<?, ?> folded && folded.hasState()) {
      session.inTransaction(
          () -> {
            rows.table().state().spread(session, 1, folded.division().orElseThrow());
            return true;
          });
    }
  }

  /** They were begun by as many workers as may not be any more. */
  private void requireWriters(SlotBuilder<K, V> builder, int count) {
    if (!builder.mayHaveWriters(count)) {
      throw new ProjectionChangedException(
          projection.name(),
          "new rows by one worker, for a unique index",
          "by %d workers".formatted(count));
    }
  }

  private static String inWords(String fold) {
    return fold.isEmpty() ? "code that cannot be read and has no declared version" : fold;
  }

  /** Their shards may not be those that a build has. */
  private void requireLevel(ShardCheckpoints previous) {
    if (!previous.areLevel()) {
      throw new RowsMissingException(
          projection.name(),
          "those before the last switch at one position",
          "shards at " + previous.positions());
    }
  }

  /** Exchanges the rows, which have been brought forward, with the serving ones. */
  void exchange(
      Session session, SlotBuilder<K, V> builder, SwitchPolicy policy, RebuildMeter meter) {
    if (policy.wantsComparison()) {
      policy.require(compared(session, builder, meter));
    }
    session.inTransaction(
        () -> {
          builder.rows().table().indexes().align(session); // last, since rows are faster without
          return true;
        });
    forward(session, builder, meter);
    RowExchange<K, V> exchange = new RowExchange<>(schema, projection, slot);
    while (!exchange.attempt(session, builder.checkpoint())) {
      LockSupport.parkNanos(PAUSE_NANOS);
      forward(session, builder, meter);
    }
  }

  /**
   * Brings the rows to the head; but those that are reacted to no further than the serving ones
   * are, since whoever runs these reacts, and nobody would to what they are ahead.
   */
  void forward(Session session, SlotBuilder<K, V> builder, RebuildMeter meter) {
    ShardCheckpoints serving = checkpoints.all(session, projection.name(), Slot.SERVING);
    if (!serving.areReactedTo(schema.store())) {
      builder.toHead(meter);
    } else if (serving.furthest().position() > builder.checkpoint().position()) {
      builder.to(serving.furthest().checkpoint().place(), meter);
    }
  }

  private ComparisonReport compared(
      Session session, SlotBuilder<K, V> builder, RebuildMeter meter) {
    awaitServing(session, builder.checkpoint().position());
    return new RowComparison<>(
            schema, projection, builder, meter, new ServingShards<>(schema, projection))
        .run(session, Optional.empty(), DifferenceFinder::ofServing)
        .report();
  }

  /** The new rows cannot go back to where the serving ones are. */
  private void awaitServing(Session session, long position) {
    long reached =
        new ReachedWait(schema.signal(), projection.name(), () -> servingCheckpoints(session))
            .upTo(position, RowComparison.PATIENCE)
            .position();
    if (reached < position) {
      throw new RowsAheadException(projection.name(), position, reached);
    }
  }

  private ShardCheckpoints servingCheckpoints(Session session) {
    ShardCheckpoints stored = checkpoints.all(session, projection.name(), Slot.SERVING);
    if (stored.isEmpty()) {
      throw new RowsMissingException(projection.name(), "serving ones");
    }
    return stored;
  }

  /** What is done with the rows in hand. */
  @FunctionalInterface
  private interface Work<K, V, T> {
    T on(Session session, SlotBuilder<K, V> builder, RebuildMeter meter);
  }
}
