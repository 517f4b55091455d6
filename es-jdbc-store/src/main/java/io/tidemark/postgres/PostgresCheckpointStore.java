package io.tidemark.postgres;

import io.tidemark.handler.CheckpointStore;
import io.tidemark.handler.OwnedCheckpoint;
import io.tidemark.jdbc.DirectConnections;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlErrors;
import io.tidemark.subscription.Checkpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints beside the log, in the same schema. Each owner holds one connection of its own, whose
 * session has the lock: if the connection or the process is gone, so is the ownership, and the
 * server decides who is next. Thread-safe.
 */
public final class PostgresCheckpointStore implements CheckpointStore {
  private static final String COLUMNS = "log_id, position, event_id, epoch";

  private final Jdbc jdbc;
  private final DirectConnections connections;
  private final String table;

  private PostgresCheckpointStore(DataSource dataSource, String schema) {
    this.jdbc = new Jdbc(dataSource);
    this.connections = new DirectConnections(dataSource);
    this.table = SchemaName.require(schema) + ".checkpoints";
  }

  /** In the schema of a log that exists. */
  public static PostgresCheckpointStore of(DataSource dataSource, String schema) {
    return new PostgresCheckpointStore(dataSource, schema);
  }

  @Override
  public Optional<Checkpoint> find(String name) {
    return jdbc.first(
        "select " + COLUMNS + " from " + table + " where name = ?",
        PostgresCheckpointStore::read,
        name);
  }

  @Override
  public Optional<OwnedCheckpoint> tryOwn(String name, Supplier<Checkpoint> first) {
    if (!looksFree(name)) {
      return Optional.empty();
    }
    if (find(name).isEmpty()) {
      insert(name, first.get());
    }
    Connection connection = open();
    try {
      Session session = new Session(connection);
      session.update(PostgresOwnedCheckpoint.KEEP_ALIVE);
      if (isTaken(session, "pg_try_advisory_lock", name)) {
        Checkpoint mine = nextEpoch(session, name);
        return Optional.of(new PostgresOwnedCheckpoint(session, table, name, mine));
      }
    } catch (RuntimeException | Error e) {
      close(connection, e);
      throw e;
    }
    close(connection, null);
    return Optional.empty();
  }

  /** Whoever stands by asks often, and does so on a connection of the pool. */
  private boolean looksFree(String name) {
    return jdbc.inTransaction(session -> isTaken(session, "pg_try_advisory_xact_lock", name));
  }

  private boolean isTaken(Session session, String function, String name) {
    return session
        .first(
            "select " + function + "(hashtextextended(?, 7437))",
            row -> row.truth(1),
            table + " " + name)
        .orElse(false);
  }

  private void insert(String name, Checkpoint first) {
    jdbc.update(
        "insert into "
            + table
            + " (name, "
            + COLUMNS
            + ") values (?, ?, ?, ?, ?)"
            + " on conflict (name) do nothing",
        name,
        first.logId(),
        first.position(),
        first.eventId().orElse(null),
        first.epoch());
  }

  private Checkpoint nextEpoch(Session session, String name) {
    return session
        .first(
            "update " + table + " set epoch = epoch + 1 where name = ? returning " + COLUMNS,
            PostgresCheckpointStore::read,
            name)
        .orElseThrow(() -> new IllegalStateException("Checkpoint gone: expected " + name));
  }

  @Override
  public Optional<String> error(String name) {
    return jdbc.first(
            "select coalesce(last_error, '') from " + table + " where name = ?",
            row -> row.text(1),
            name)
        .filter(error -> !error.isEmpty());
  }

  private Connection open() {
    try {
      return connections.open("tidemark-checkpoint");
    } catch (SQLException e) {
      throw SqlErrors.translate("(connection)", e);
    }
  }

  private static void close(Connection connection, @Nullable Throwable failure) {
    try {
      connection.close();
    } catch (SQLException e) {
      if (failure != null) {
        failure.addSuppressed(e);
      }
    }
  }

  private static Checkpoint read(Row row) throws SQLException {
    return new Checkpoint(
        row.uuid(1),
        row.integer(2),
        Optional.ofNullable(row.object(3, UUID.class)),
        row.integer(4));
  }
}
