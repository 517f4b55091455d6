package io.tidemark.readmodel;

import io.tidemark.jdbc.RowMapper;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.table.ReadModelTable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/** To the rows that serve, once there are any. Thread-safe. */
final class ServingAccess implements QueriedRows.Access {
  private final ReadModelSchema schema;
  private final ReadModelTable<?, ?> table;
  private final AtomicBoolean seen = new AtomicBoolean();

  ServingAccess(ReadModelSchema schema, ReadModelTable<?, ?> table) {
    this.schema = schema;
    this.table = table;
  }

  @Override
  public <T> T ask(Function<Session, T> query, T nothing) {
    return schema.jdbc().inSession(session -> isThere(session) ? query.apply(session) : nothing);
  }

  /** The same in one snapshot. The lock comes before it, as that of a {@link #stream}. */
  <T> T askInSnapshot(Function<Session, T> query, T nothing) {
    return schema.jdbc().inSession(this::isThere)
        ? schema
            .jdbc()
            .inSnapshot(
                session -> {
                  table.lock(session);
                  return query.apply(session);
                })
        : nothing;
  }

  /** The lock comes before the snapshot: of rows that are exchanged it would show the past. */
  @Override
  public <T> Stream<T> stream(QueryText text, RowMapper<T> mapper) {
    return schema.jdbc().inSession(this::isThere)
        ? schema.jdbc().stream(table::lock, text.sql(), mapper, text.parameters())
        : Stream.empty();
  }

  /**
   * Tables come with the first event, and then stay: one look that finds them is enough. Rows serve
   * code that wants a history of them too, until they are made anew.
   */
  private boolean isThere(Session session) {
    if (!seen.get()) {
      seen.set(schema.checkpoints().exists(session) && table.lifecycle().hasRows(session));
    }
    return seen.get();
  }
}
