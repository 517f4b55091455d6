package io.tidemark.replay;

import io.tidemark.jdbc.Session;
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
import io.tidemark.replay.build.Point;
import io.tidemark.replay.build.SlotBuilder;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.replay.compare.DifferenceFinder;
import io.tidemark.replay.compare.RowComparison;
import io.tidemark.replay.compare.RowsAheadException;
import io.tidemark.store.LogPlace;
import io.tidemark.subscription.Checkpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Builds the rows of a projection anew beside the serving ones, compares both, and exchanges them.
 *
 * <p>Two connections do: the one that holds the lock also does what must be one transaction, and
 * the other reads the log and writes. Each further worker takes one more.
 */
final class Rebuild<K, V> {
  /** Longer than the switch waits for its locks, so that others get most of the time. */
  private static final long PAUSE_NANOS = Duration.ofMillis(400).toNanos();

  private final ReadModelSchema schema;
  private final ReadModelDefinition<K, V> projection;
  private final CheckpointTable checkpoints;
  private final StoredRows<K, V> serving;
  private final Consumer<RebuildProgress> listener;

  Rebuild(
      ReadModelSchema schema,
      ReadModelDefinition<K, V> projection,
      Consumer<RebuildProgress> listener) {
    this.schema = schema;
    this.projection = projection;
    this.checkpoints = schema.checkpoints();
    this.serving = StoredRows.of(schema, projection, Slot.SERVING);
    this.listener = listener;
  }

  /** Builds, and switches if that is wanted. */
  RebuildProgress run(RebuildOptions options) {
    return locked(
        session -> {
          prepare();
          if (options.isSwitching()) {
            new RowExchange<>(schema, projection, Slot.REBUILD).requireNoDependents(session);
          }
          try (SlotBuilder<K, V> builder = builder(Slot.REBUILD, options.plan())) {
            Checkpoint from = builder.begin(session);
            if (options.point().isPresent()) {
              return until(session, builder, from, options);
            }
            RebuildMeter meter = meter(from);
            builder.toHead(meter);
            if (options.isSwitching()) {
              exchange(session, builder, Slot.REBUILD, options.policy(), meter);
            }
            return meter.progress();
          }
        });
  }

  /** There must be serving rows to switch with, be there none in them. */
  private void prepare() {
    if (new ServingShards<>(schema, projection).stored().isEmpty()) {
      serving.prepared();
    }
  }

  private RebuildProgress until(
      Session session, SlotBuilder<K, V> builder, Checkpoint from, RebuildOptions options) {
    LogPlace place = Point.placeOf(options.point().orElseThrow(), schema.store());
    boolean isBeyond =
        checkpoints.all(session, projection.name(), Slot.REBUILD).all().stream()
            .anyMatch(shard -> shard.position() > place.position());
    RebuildMeter meter = meter(isBeyond ? builder.startedOver(session) : from);
    builder.to(place, meter);
    return meter.progress();
  }

  /** Compares the new rows with the serving ones. */
  ComparisonReport compare() {
    return locked(
        session -> {
          try (SlotBuilder<K, V> builder = builder(Slot.REBUILD, BuildPlan.PLAIN)) {
            return compared(session, builder, meter(continued(session, builder, Slot.REBUILD)));
          }
        });
  }

  /** Exchanges the new rows with the serving ones. */
  RebuildProgress switchOver(SwitchPolicy policy) {
    return exchanged(Slot.REBUILD, policy);
  }

  /** Exchanges the previous rows with the serving ones. */
  RebuildProgress rollBack() {
    return exchanged(Slot.PREVIOUS, SwitchPolicy.always());
  }

  private RebuildProgress exchanged(Slot slot, SwitchPolicy policy) {
    return locked(
        session -> {
          try (SlotBuilder<K, V> builder = builder(slot, BuildPlan.PLAIN)) {
            RebuildMeter meter = meter(continued(session, builder, slot));
            builder.toHead(meter);
            exchange(session, builder, slot, policy, meter);
            return meter.progress();
          }
        });
  }

  private Checkpoint continued(Session session, SlotBuilder<K, V> builder, Slot slot) {
    ShardCheckpoints stored =
        checkpoints.exists(session)
            ? checkpoints.all(session, projection.name(), slot)
            : ShardCheckpoints.NONE;
    if (stored.isEmpty() || !builder.rows().table().exists(session)) {
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
    }
    requireWriters(builder, stored.count());
    return builder.resumed(session, stored);
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

  private void exchange(
      Session session,
      SlotBuilder<K, V> builder,
      Slot slot,
      SwitchPolicy policy,
      RebuildMeter meter) {
    if (policy.wantsComparison()) {
      policy.require(compared(session, builder, meter));
    }
    session.inTransaction(
        () -> {
          builder.rows().table().indexes().align(session); // last, since rows are faster without
          return true;
        });
    builder.toHead(meter);
    RowExchange<K, V> exchange = new RowExchange<>(schema, projection, slot);
    while (!exchange.attempt(session, builder.checkpoint())) {
      LockSupport.parkNanos(PAUSE_NANOS);
      builder.toHead(meter);
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

  private <T> T locked(Function<Session, T> work) {
    return ReplayLock.ofRebuild(schema, projection.name(), work);
  }

  private SlotBuilder<K, V> builder(Slot slot, BuildPlan plan) {
    return SlotBuilder.of(schema, projection, slot, plan);
  }

  private RebuildMeter meter(Checkpoint from) {
    return new RebuildMeter(projection.name(), from.position(), listener);
  }
}
