package io.tidemark.postgres;

import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.snapshot.Snapshot;
import io.tidemark.snapshot.SnapshotStore;
import java.util.Optional;
import javax.sql.DataSource;

/** Snapshots beside the log, in the same schema. Thread-safe. */
public final class PostgresSnapshotStore implements SnapshotStore {
  private final Jdbc jdbc;
  private final String table;

  private PostgresSnapshotStore(Jdbc jdbc, String schema) {
    this.jdbc = jdbc;
    this.table = SchemaName.require(schema) + ".snapshots";
  }

  /** Beside this log. */
  public static PostgresSnapshotStore of(PostgresEventStore store) {
    return new PostgresSnapshotStore(store.jdbc(), store.schema());
  }

  /** In this schema of this database, where a log exists. */
  public static PostgresSnapshotStore of(DataSource dataSource, String schema) {
    return new PostgresSnapshotStore(new Jdbc(dataSource), schema);
  }

  @Override
  public Optional<Snapshot> find(StreamId stream) {
    return jdbc.first(
        "select version, type, data from " + table + " where category = ? and key = ?",
        row -> new Snapshot(stream, row.integer(1), row.text(2), row.text(3)),
        stream.category(),
        stream.key());
  }

  @Override
  public void save(Snapshot snapshot) {
    jdbc.update(
        "insert into "
            + table
            + " as s (category, key, version, type, data) values (?, ?, ?, ?, ?)"
            + " on conflict (category, key) do update"
            + " set version = excluded.version, type = excluded.type, data = excluded.data"
            + " where s.version <= excluded.version or s.type <> excluded.type",
        snapshot.stream().category(),
        snapshot.stream().key(),
        snapshot.version(),
        snapshot.type(),
        snapshot.data());
  }

  @Override
  public void delete(StreamId stream) {
    jdbc.update(
        "delete from " + table + " where category = ? and key = ?",
        stream.category(),
        stream.key());
  }
}
