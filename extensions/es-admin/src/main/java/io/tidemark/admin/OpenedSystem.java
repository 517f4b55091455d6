package io.tidemark.admin;

import io.tidemark.handler.CheckpointStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.store.EventStore;
import java.util.Optional;

/** What of an application is open while somebody administers it. Immutable. */
public final class OpenedSystem {
  private final EventStore store;
  private final PostgresProjections projections;
  private final Optional<CheckpointStore> checkpoints;
  private final Runnable resources;

  private OpenedSystem(
      EventStore store,
      PostgresProjections projections,
      Optional<CheckpointStore> checkpoints,
      Runnable resources) {
    this.store = store;
    this.projections = projections;
    this.checkpoints = checkpoints;
    this.resources = resources;
  }

  /**
   * One whose store and connections others close.
   *
   * @param store its log
   * @param projections where its read models are
   */
  public static OpenedSystem of(EventStore store, PostgresProjections projections) {
    return new OpenedSystem(store, projections, Optional.empty(), () -> {});
  }

  /** A copy whose handlers keep their checkpoints here. */
  public OpenedSystem withCheckpoints(CheckpointStore ofHandlers) {
    return new OpenedSystem(store, projections, Optional.of(ofHandlers), resources);
  }

  /** A copy that does this when nobody administers it any more. */
  public OpenedSystem closing(Runnable action) {
    return new OpenedSystem(store, projections, checkpoints, action);
  }

  EventStore store() {
    return store;
  }

  PostgresProjections projections() {
    return projections;
  }

  Optional<CheckpointStore> checkpoints() {
    return checkpoints;
  }

  Runnable resources() {
    return resources;
  }
}
