package io.tidemark.replay;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.CheckpointTable;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.ServingShards;
import io.tidemark.projection.postgres.StoredRows;
import io.tidemark.projection.table.Slot;
import io.tidemark.replay.build.Point;
import io.tidemark.replay.build.SlotBuilder;
import io.tidemark.store.LogPlace;
import io.tidemark.subscription.Checkpoint;
import java.util.function.Consumer;

/**
 * Builds the rows of a projection anew beside the serving ones, and then exchanges both if that is
 * wanted.
 *
 * <p>Two connections do: the one that holds the lock also does what must be one transaction, and
 * the other reads the log and writes. Each further worker takes one more.
 */
final class Rebuild<K, V> {
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
    return ReplayLock.ofRebuild(
        schema,
        projection.name(),
        session -> {
          prepare();
          if (options.isSwitching()) {
            new RowExchange<>(schema, projection, Slot.REBUILD).requireNoDependents(session);
          }
          try (SlotBuilder<K, V> builder =
              SlotBuilder.of(schema, projection, Slot.REBUILD, options.plan())) {
            Checkpoint from = builder.begin(session);
            if (options.point().isPresent()) {
              return until(session, builder, from, options);
            }
            RebuildMeter meter = meter(from);
            Switchover<K, V> switchover =
                new Switchover<>(schema, projection, Slot.REBUILD, listener);
            switchover.forward(session, builder, meter);
            if (options.isSwitching()) {
              switchover.exchange(session, builder, options.policy(), meter);
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

  private RebuildMeter meter(Checkpoint from) {
    return new RebuildMeter(projection.name(), from.position(), listener);
  }
}
