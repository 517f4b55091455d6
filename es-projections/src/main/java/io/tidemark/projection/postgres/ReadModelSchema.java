package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.CheckpointSignal;
import io.tidemark.projection.checkpoint.CheckpointTable;
import io.tidemark.projection.checkpoint.ParkedTable;
import io.tidemark.projection.checkpoint.TickTable;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import io.tidemark.projection.tick.Ticks;
import io.tidemark.store.EventStore;
import io.tidemark.store.Shard;
import java.time.Duration;
import java.util.function.Function;

/**
 * Where read models are kept: a database, a schema, and the log they follow.
 *
 * @param jdbc the database
 * @param name the schema
 * @param store the log
 * @param idleTimeout how long a session may be idle amid a batch before the server ends it
 * @param leaseTime how long a shard stays with a process that is not heard from
 * @param signal told of each batch that was committed here
 */
public record ReadModelSchema(
    Jdbc jdbc,
    String name,
    EventStore store,
    Duration idleTimeout,
    Duration leaseTime,
    CheckpointSignal signal) {
  /** The idle time of whoever runs one shard: a shard that hangs is to be taken over in time. */
  Duration idleTimeout(Shard shard) {
    return shard.isWhole() || idleTimeout.compareTo(leaseTime) < 0 ? idleTimeout : leaseTime;
  }

  /**
   * Runs the work in one transaction that locks checkpoints, and so holds up whoever runs the
   * projection: if it hangs, the server ends it like a batch that hangs.
   */
  public <T> T inLockingTransaction(Function<Session, T> work) {
    return jdbc.inTransaction(
        session -> {
          session.update(
              "select set_config('idle_in_transaction_session_timeout', ?, true)",
              idleTimeout.toMillis() + "ms");
          return work.apply(session);
        });
  }

  /** The table of checkpoints. */
  public CheckpointTable checkpoints() {
    return new CheckpointTable(name);
  }

  /** The table of events that were put aside. */
  public ParkedTable parked() {
    return new ParkedTable(name);
  }

  /** The table of ticks. */
  public TickTable tickTable() {
    return new TickTable(name);
  }

  /** The ticks of the projections here, as they are when they are asked for. */
  public Ticks ticks() {
    TickTable table = tickTable();
    return (projection, first, last) ->
        jdbc.inSession(session -> table.between(session, projection, first, last));
  }

  /** The table of one version of a projection's rows. */
  public <K, V> ReadModelTable<K, V> table(ReadModelDefinition<K, V> projection, Slot slot) {
    return new ReadModelTable<>(name, slot, projection);
  }
}
