package io.tidemark.history;

import io.tidemark.jdbc.RowMapper;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.ServingSnapshot;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The history of one projection, if it keeps one: snapshots in which it answers. An engine for
 * those that ask. Immutable and thread-safe.
 *
 * <p>Not API.
 */
public final class RowHistory<K, V> {
  private final ReadModelSchema schema;
  private final Projection<K, V> projection;
  private final ReadModelTable<K, V> table;
  private final HistoryReach reach;
  private final ServingSnapshot snapshot;

  /** Of the rows that serve. */
  public RowHistory(ReadModelSchema schema, Projection<K, V> projection) {
    this.schema = schema;
    this.projection = projection;
    this.table = schema.table(projection, Slot.SERVING);
    this.reach = new HistoryReach(schema, projection);
    this.snapshot = new ServingSnapshot(schema, projection);
  }

  /** The table with the rows that serve. */
  public ReadModelTable<K, V> table() {
    return table;
  }

  /** As of which positions it answers. */
  public HistoryReach reach() {
    return reach;
  }

  /**
   * Asks one query of rows that were found to answer as of a position. A look behind it does
   * instead of a snapshot around it, and costs less: while the epochs are the same, rows only go
   * on, and history is said to be pruned before it is.
   *
   * @throws HistoryLostException if it does not answer any longer
   */
  public <T> T query(long position, HistoryReach.Look before, Function<Session, T> query) {
    try {
      Optional<T> answer =
          schema
              .jdbc()
              .inSession(
                  session -> {
                    T found = query.apply(session);
                    ShardCheckpoints shards =
                        schema.checkpoints().all(session, projection.name(), Slot.SERVING);
                    return shards.epochs().equals(before.epochs())
                            && reach.obstacle(shards, position).isEmpty()
                        ? Optional.of(found)
                        : Optional.empty();
                  });
      if (answer.isPresent()) {
        return answer.get();
      }
    } catch (StatementFailedException e) {
      reach.require(position); // the tables may be others by now
      throw e;
    }
    return at(position, query);
  }

  /** Streams the answer to one query, in one snapshot in which history answers. */
  public <T> Stream<T> stream(
      long position, String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    reach.require(position);
    return snapshot.stream(shards -> reach.require(shards, position), sql, mapper, parameters);
  }

  /**
   * Runs the work in one snapshot in which history answers as of a position.
   *
   * @throws HistoryLostException if it does not, or no longer
   */
  public <T> T at(long position, Function<Session, T> work) {
    reach.require(position); // without history there is no table to lock
    return inSnapshot(
        (session, shards) -> {
          reach.require(shards, position);
          return work.apply(session);
        });
  }

  /**
   * The same, while no event waits for one of the rows: later ones wait behind it, and nobody knows
   * when they will change the row.
   *
   * @throws HistoryLostException also if one does
   */
  <T> T atWithNoneWaiting(long position, Function<Session, T> work) {
    reach.require(position);
    return inSnapshot(
        (session, shards) -> {
          reach.require(shards, position);
          if (shards.haveParked()) {
            throw new HistoryLostException(
                projection.name(), position, "events wait for some of them");
          }
          return work.apply(session);
        });
  }

  /** Does the work in a snapshot that has these checkpoints, whether history answers or not. */
  <T> T inSnapshot(BiFunction<Session, ShardCheckpoints, T> work) {
    return snapshot.of(work);
  }
}
