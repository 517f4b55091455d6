package io.tidemark.replay;

import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.Trails.Trail;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscription;
import io.tidemark.subscription.SubscriptionRunner;
import java.time.Duration;

/** Serving rows in two shards of which one is behind, as a process that was killed leaves them. */
final class UnevenShards {
  static final Projection<String, Trail> TRAILS = Trails.byStream("trails", Trails.nothing());

  private final ProjectionLab lab;

  /** At position 40. */
  UnevenShards(ProjectionLab lab) {
    this.lab = lab;
    Trails.append(lab.store(), 20, 40);
    run(TRAILS);
  }

  /** The same rows of the same events, by another fold. */
  static Projection<String, Trail> otherCode() {
    return Projection.named("trails", Trail.class, Trail::account)
        .from("account", Accounts.CODEC)
        .keyedByStream()
        .fold((row, event, recorded) -> new Trail(recorded.stream().key(), -1, -1));
  }

  /** Both go on to the head. */
  void run(Projection<?, ?> projection) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().sharded(projection, 2))
            .build()) {
      runner.catchUp(Duration.ofSeconds(30));
    }
  }

  /** There are 40 events more, and one goes on to them. */
  void leaveOneBehind() {
    Trails.append(lab.store(), 20, 40);
    goOnWithOne();
  }

  /** One goes on to the head, as if the process with the other one was killed. */
  void goOnWithOne() {
    StoredProjection<?, ?> rows =
        new StoredProjection<>(lab.projections().schema(), TRAILS, Slot.SERVING, new Shard(0, 2));
    Checkpoint at = rows.open();
    Subscription events = Subscription.of(lab.store(), rows.query()).withName("trails");
    while (at.position() < lab.store().head()) {
      events.seek(at.place());
      at = rows.apply(at, events.next(Duration.ZERO)).orElseThrow();
    }
  }
}
