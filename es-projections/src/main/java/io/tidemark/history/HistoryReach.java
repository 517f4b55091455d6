package io.tidemark.history;

import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.RowsDefinition;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.ServingShards;
import io.tidemark.store.LogPlace;
import java.util.List;
import java.util.Optional;

/**
 * As of which positions the history of a projection answers, if it keeps one, and why not as of
 * others. Immutable and thread-safe.
 *
 * <p>Not API.
 */
public final class HistoryReach {
  private final ReadModelSchema schema;
  private final Projection<?, ?> projection;
  private final RowsDefinition definition;
  private final ServingShards<?, ?> servingShards;

  HistoryReach(ReadModelSchema schema, Projection<?, ?> projection) {
    this.schema = schema;
    this.projection = projection;
    this.definition = RowsDefinition.of(projection);
    this.servingShards = new ServingShards<>(schema, projection);
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
        && definition.isOf(shards)
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

  /**
   * Refuses a position as of which it does not answer.
   *
   * @throws HistoryLostException if it does not, as far as the checkpoints tell
   */
  void require(long position) {
    require(servingShards.stored(), position);
  }

  /** The same by these checkpoints of the serving rows. */
  void require(ShardCheckpoints shards, long position) {
    obstacle(shards, position)
        .ifPresent(
            obstacle -> {
              throw new HistoryLostException(projection.name(), position, obstacle);
            });
  }

  /** Why it cannot answer, as far as these checkpoints of the serving rows tell. */
  Optional<String> obstacle(ShardCheckpoints shards, long position) {
    if (!projection.hasHistory()) {
      return Optional.of("it keeps no history");
    }
    if (shards.isEmpty()) {
      return Optional.of("it has not begun");
    }
    return shards.all().stream().flatMap(shard -> obstacle(shard, position).stream()).findFirst();
  }

  private Optional<String> obstacle(StoredCheckpoint shard, long position) {
    if (!definition.isOf(shard)) {
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
}
