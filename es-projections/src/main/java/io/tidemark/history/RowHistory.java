package io.tidemark.history;

import io.tidemark.jdbc.RowMapper;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.ServingShards;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.LogPlace;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The history of one projection, if it keeps one: whether it can answer, and snapshots in which it
 * does. An engine for those that ask. Immutable and thread-safe.
 *
 * <p>Not API.
 */
public final class RowHistory<K, V> {
  private final ReadModelSchema schema;
  private final Projection<K, V> projection;
  private final ReadModelTable<K, V> table;
  private final StoredProjection<K, V> serving;
  private final ServingShards<K, V> servingShards;

  /** Of the rows that serve. */
  public RowHistory(ReadModelSchema schema, Projection<K, V> projection) {
    this.schema = schema;
    this.projection = projection;
    this.table = schema.table(projection, Slot.SERVING);
    this.serving = new StoredProjection<>(schema, projection, Slot.SERVING);
    this.servingShards = new ServingShards<>(schema, projection);
  }

  /** The table with the rows that serve. */
  public ReadModelTable<K, V> table() {
    return table;
  }

  /**
   * Whether it answers as of a position.
   *
   * @param obstacle why it cannot, in words; empty if it can
   * @param isBehind whether it cannot only because the rows are not yet so far, as it seems
   * @param epochs those of the rows that were looked at
   * @param remark how the answer may differ from that of a replay now, in words; empty if it may
   *     not
   */
  public record Look(
      Optional<String> obstacle, boolean isBehind, List<Long> epochs, Optional<String> remark) {
    /** Copies the list. */
    public Look {
      epochs = List.copyOf(epochs);
    }
  }

  /** Looks whether it answers as of a position. */
  public Look look(long position) {
    ShardCheckpoints shards = servingShards.stored();
    return new Look(
        obstacleNow(shards, position), isBehind(shards, position), shards.epochs(), remark(shards));
  }

  private static Optional<String> remark(ShardCheckpoints shards) {
    return shards.haveParked()
        ? Optional.of("some of its rows lack events that wait, which a replay would try again")
        : Optional.empty();
  }

  private Optional<String> obstacleNow(ShardCheckpoints shards, long position) {
    Optional<String> known = obstacle(shards, position);
    if (known.isPresent()) {
      return known;
    }
    return shards.areOfSameLog(schema.store())
        ? Optional.empty()
        : Optional.of("the log was rewound since");
  }

  /** Whether the rows are of use, but not yet as far as a position. */
  private boolean isBehind(ShardCheckpoints shards, long position) {
    return projection.hasHistory()
        && !shards.isEmpty()
        && shards.all().stream().allMatch(serving::isDefinedAs)
        && shards.position() < position;
  }

  /** Why it cannot answer even as of where the rows are now; empty if it can. */
  Optional<String> obstacle() {
    ShardCheckpoints shards = servingShards.stored();
    return obstacleNow(shards, shards.position());
  }

  /** Through which place of the log the rows are, all of them; its start if there are none. */
  LogPlace reached() {
    return servingShards.stored().place();
  }

  private Optional<String> obstacle(ShardCheckpoints shards, long position) {
    if (!projection.hasHistory()) {
      return Optional.of("it keeps no history");
    }
    if (shards.isEmpty()) {
      return Optional.of("it has not begun");
    }
    return shards.all().stream().flatMap(shard -> obstacle(shard, position).stream()).findFirst();
  }

  private Optional<String> obstacle(StoredCheckpoint shard, long position) {
    if (!serving.isDefinedAs(shard)) {
      return Optional.of("its rows are of another definition and must be rebuilt");
    }
    if (!shard.checkpoint().logId().equals(schema.store().logId())) {
      return Optional.of("its rows follow another log");
    }
    if (shard.position() < position) {
      return Optional.of("its rows are at position " + shard.position());
    }
    return position < shard.historyFrom()
        ? Optional.of(prunedBefore(shard.historyFrom()))
        : Optional.empty();
  }

  static String prunedBefore(long position) {
    return "its history before position %d was pruned".formatted(position);
  }

  /**
   * Asks one query of rows that were found to answer as of a position. A look behind it does
   * instead of a snapshot around it, and costs less: while the epochs are the same, rows only go
   * on, and history is said to be pruned before it is.
   *
   * @throws HistoryLostException if it does not answer any longer
   */
  public <T> T query(long position, Look before, Function<Session, T> query) {
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
                            && obstacle(shards, position).isEmpty()
                        ? Optional.of(found)
                        : Optional.empty();
                  });
      if (answer.isPresent()) {
        return answer.get();
      }
    } catch (StatementFailedException e) {
      requireNoObstacle(servingShards.stored(), position); // the tables may be others by now
      throw e;
    }
    return at(position, query);
  }

  private void requireNoObstacle(ShardCheckpoints shards, long position) {
    obstacle(shards, position)
        .ifPresent(
            obstacle -> {
              throw new HistoryLostException(projection.name(), position, obstacle);
            });
  }

  /** Streams the answer to one query, in one snapshot in which history answers. */
  public <T> Stream<T> stream(
      long position, String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    requireNoObstacle(servingShards.stored(), position);
    return schema.jdbc().stream(
        session -> {
          lockTables(session);
          requireNoObstacle(
              schema.checkpoints().all(session, projection.name(), Slot.SERVING), position);
        },
        sql,
        mapper,
        parameters);
  }

  /**
   * Runs the work in one snapshot in which history answers as of a position.
   *
   * @throws HistoryLostException if it does not, or no longer
   */
  public <T> T at(long position, Function<Session, T> work) {
    requireNoObstacle(
        servingShards.stored(), position); // without history there is no table to lock
    return inSnapshot(
        (session, shards) -> {
          requireNoObstacle(shards, position);
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
    requireNoObstacle(servingShards.stored(), position);
    return inSnapshot(
        (session, shards) -> {
          requireNoObstacle(shards, position);
          if (shards.haveParked()) {
            throw new HistoryLostException(
                projection.name(), position, "events wait for some of them");
          }
          return work.apply(session);
        });
  }

  /**
   * The lock comes before the snapshot: else a rebuild could switch in between, and this would ask
   * new tables in a snapshot from before they were filled.
   */
  <T> T inSnapshot(Work<T> work) {
    return schema
        .jdbc()
        .inSnapshot(
            session -> {
              lockTables(session);
              return work.apply(
                  session, schema.checkpoints().all(session, projection.name(), Slot.SERVING));
            });
  }

  private void lockTables(Session session) {
    session.update(
        "lock table %s, %s in access share mode"
            .formatted(table.qualifiedName(), table.history().qualifiedName()));
  }

  /** What is done in a snapshot that has these checkpoints. */
  @FunctionalInterface
  interface Work<T> {
    T apply(Session session, ShardCheckpoints shards);
  }
}
