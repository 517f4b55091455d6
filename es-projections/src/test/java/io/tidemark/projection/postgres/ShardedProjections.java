package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.table.Slot;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscription;
import io.tidemark.subscription.SubscriptionRunner;
import java.time.Duration;
import java.util.List;

/** Two projections to be split, one by streams and one by keys, and how to check them. */
final class ShardedProjections {
  static final Projection<String, Accounts.Balance> BY_STREAM =
      Accounts.balancesByStream("balances");
  static final Projection<String, Accounts.Activity> BY_KEY = Accounts.activity("activity");

  private ShardedProjections() {}

  /** Makes so many shards, all of them at the head. */
  static void split(ProjectionLab lab, Projection<?, ?> projection, int shards) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().sharded(projection, shards))
            .build()) {
      runner.catchUp(Duration.ofSeconds(60));
    }
  }

  /** One shard goes on to the head, as if the process with the others were gone. */
  static void goOn(ProjectionLab lab, Projection<?, ?> projection, Shard shard) {
    StoredProjection<?, ?> rows =
        new StoredProjection<>(lab.projections().schema(), projection, Slot.SERVING, shard);
    Checkpoint at = rows.open();
    Subscription events = Subscription.of(lab.store(), rows.query()).withName(projection.name());
    while (at.position() < lab.store().head()) {
      events.seek(at.place());
      at = rows.apply(at, events.next(Duration.ZERO)).orElseThrow();
    }
  }

  static List<StoredCheckpoint> checkpoints(
      Jdbc jdbc, PostgresProjections projections, Projection<?, ?> projection) {
    return jdbc.inSession(
        session ->
            projections.schema().checkpoints().all(session, projection.name(), Slot.SERVING).all());
  }

  /** Rows as a replay gives them, and every change handled once, whichever shard did it. */
  static <V> void assertTrueToTheLog(
      PostgresEventStore store, Jdbc jdbc, Projection<?, V> projection) {
    PostgresProjections projections = PostgresProjections.of(store);
    var rows = ReadModels.of(projections).of(projection);
    assertThat(rows.position()).isEqualTo(store.head());
    assertThat(rows.findAll())
        .containsExactlyElementsOf(
            LiveProjection.of(projection, store).rows(AsOf.latest()).values());
    EventTally handled =
        checkpoints(jdbc, projections, projection).stream()
            .map(stored -> stored.handled().orElseThrow())
            .reduce(EventTally.NONE, EventTally::plus);
    try (var events = store.readAll(projection.query())) {
      assertThat(handled).isEqualTo(projection.batch(events.toList()).tally());
    }
  }
}
