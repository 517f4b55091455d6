package io.tidemark.history;

import io.tidemark.AsOf;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.RowsDefinition;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.table.HistoryTable;
import io.tidemark.projection.table.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Looks after the history that the rows of one schema keep. Immutable and thread-safe. */
public final class History {
  private static final int BATCH_SIZE = 10_000;

  private final ReadModelSchema schema;

  private History(ReadModelSchema schema) {
    this.schema = schema;
  }

  /** Of these projections. */
  public static History of(PostgresProjections projections) {
    return new History(Objects.requireNonNull(projections, "projections").schema());
  }

  /**
   * Removes the versions of rows that nobody needs who asks as of this point or later. Whoever asks
   * as of an earlier one is answered from the log, and told so. Runs in many small transactions
   * beside everything else; if it is cut off, the next call takes it up.
   *
   * @param before the first point as of which history is to answer; if the rows have not come so
   *     far, it is where they are
   * @return how many versions were removed
   * @throws IllegalArgumentException if the projection keeps no history, or the point is not a
   *     place in the log
   * @throws io.tidemark.projection.ProjectionChangedException if the rows are of another
   *     definition, as those from before it kept history; rebuild them
   */
  public long prune(Projection<?, ?> projection, AsOf before) {
    if (!projection.hasHistory()) {
      throw new IllegalArgumentException(
          "Cannot prune %s: expected a projection with history, actual one without"
              .formatted(projection.name()));
    }
    long place = place(before);
    RowsDefinition definition = RowsDefinition.of(projection);
    boolean kept =
        schema.inLockingTransaction(
            session -> {
              if (!schema.checkpoints().exists(session)) {
                return false;
              }
              ShardCheckpoints shards =
                  schema.checkpoints().lockAll(session, projection.name(), Slot.SERVING);
              definition.require(shards);
              long reached = shards.position();
              schema
                  .checkpoints()
                  .keepHistoryFrom(
                      session, projection.name(), Slot.SERVING, Math.min(place, reached));
              return !shards.isEmpty();
            });
    return kept ? remove(projection) : 0;
  }

  /** The same before this much time ago, by the clock of the database. */
  public long prune(Projection<?, ?> projection, Duration age) {
    Instant now =
        schema.jdbc().first("select clock_timestamp()", row -> row.instant(1)).orElseThrow();
    return prune(projection, AsOf.recordedAt(now.minus(age)));
  }

  private long place(AsOf point) {
    if (point instanceof AsOf.Position at) {
      return at.position();
    }
    if (point instanceof AsOf.RecordedAt at) {
      return schema.store().positionAsOf(at.instant());
    }
    throw new IllegalArgumentException(
        "Cannot prune history: expected a position or a time of recording, actual " + point);
  }

  /**
   * Each time by what is kept then: the rows may be exchanged for others meanwhile, but not between
   * a look at what is kept and the end of the transaction. Whoever runs the projection, or appends
   * with it inline, waits for nothing.
   */
  private <V> long remove(Projection<?, V> projection) {
    Jdbc jdbc = schema.jdbc();
    HistoryTable<V> history = schema.table(projection, Slot.SERVING).history();
    long removed = 0;
    int last;
    do {
      last =
          jdbc.inTransaction(
              session -> {
                history.lockAgainstExchange(session);
                long from =
                    schema
                        .checkpoints()
                        .all(session, projection.name(), Slot.SERVING)
                        .historyFrom();
                return history.prune(session, from, BATCH_SIZE);
              });
      removed += last;
    } while (last == BATCH_SIZE);
    return removed;
  }
}
