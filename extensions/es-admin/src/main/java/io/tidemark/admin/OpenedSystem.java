package io.tidemark.admin;

import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.store.EventStore;

/**
 * What of an application is open while somebody administers it.
 *
 * @param store its log
 * @param projections where its read models are
 * @param resources closed at the end; may do nothing if others still use the store
 */
public record OpenedSystem(EventStore store, PostgresProjections projections, Runnable resources) {

  /** One whose store and connections others close. */
  public static OpenedSystem of(EventStore store, PostgresProjections projections) {
    return new OpenedSystem(store, projections, () -> {});
  }

  /** A copy that does this when nobody administers it any more. */
  public OpenedSystem closing(Runnable action) {
    return new OpenedSystem(store, projections, action);
  }
}
