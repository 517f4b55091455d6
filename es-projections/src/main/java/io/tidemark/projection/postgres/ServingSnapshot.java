package io.tidemark.projection.postgres;

import io.tidemark.jdbc.RowMapper;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The serving rows of a projection, their history and their checkpoints, all of one moment. The
 * lock comes before the snapshot: else a rebuild could switch in between, and one would ask new
 * tables in a snapshot from before they were filled. Without history there is no table to lock.
 * Immutable and thread-safe.
 */
public final class ServingSnapshot {
  private final ReadModelSchema schema;
  private final String projection;
  private final ReadModelTable<?, ?> table;

  /** Of this projection, which keeps history. */
  public ServingSnapshot(ReadModelSchema schema, ReadModelDefinition<?, ?> projection) {
    this.schema = schema;
    this.projection = projection.name();
    this.table = schema.table(projection, Slot.SERVING);
  }

  /** Does the work in one, and with the checkpoints of then. */
  public <T> T of(BiFunction<Session, ShardCheckpoints, T> work) {
    return schema
        .jdbc()
        .inSnapshot(
            session -> {
              table.lockWithHistory(session);
              return work.apply(session, checkpoints(session));
            });
  }

  /**
   * Streams the answer to a query in one, which stays open as long as the stream.
   *
   * @param first told the checkpoints of then, before the query is asked
   */
  public <T> Stream<T> stream(
      Consumer<ShardCheckpoints> first,
      String sql,
      RowMapper<T> mapper,
      @Nullable Object... parameters) {
    return schema.jdbc().stream(
        session -> {
          table.lockWithHistory(session);
          first.accept(checkpoints(session));
        },
        sql,
        mapper,
        parameters);
  }

  private ShardCheckpoints checkpoints(Session session) {
    return schema.checkpoints().all(session, projection, Slot.SERVING);
  }
}
