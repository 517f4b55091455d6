package io.tidemark.admin;

import io.tidemark.store.EventStore;
import javax.sql.DataSource;

/**
 * What of an application is open while somebody administers it.
 *
 * @param store its log
 * @param dataSource where its read models are
 * @param schema the schema of its read models
 * @param resources closed at the end; may do nothing if others still use the store
 */
public record OpenedSystem(
    EventStore store, DataSource dataSource, String schema, Runnable resources) {

  /** One whose store and data source others close. */
  public static OpenedSystem of(EventStore store, DataSource dataSource, String schema) {
    return new OpenedSystem(store, dataSource, schema, () -> {});
  }

  /** A copy that does this when nobody administers it any more. */
  public OpenedSystem closing(Runnable action) {
    return new OpenedSystem(store, dataSource, schema, action);
  }
}
