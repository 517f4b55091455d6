package io.tidemark.benchmarks.measure;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Options.ServerAddress;
import io.tidemark.embedded.EmbeddedPostgres;
import io.tidemark.embedded.EmbeddedPostgresOptions;
import io.tidemark.postgres.PostgresMigrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one PostgreSQL that all contenders share. */
public final class Database implements AutoCloseable {
  private final ServerAddress address;
  private final @Nullable EmbeddedPostgres embedded;
  private final @Nullable Path directory;

  private Database(
      ServerAddress address, @Nullable EmbeddedPostgres embedded, @Nullable Path directory) {
    this.address = address;
    this.embedded = embedded;
    this.directory = directory;
  }

  /** One that somebody else has opened. */
  public static Database at(ServerAddress address) {
    return new Database(address, null, null);
  }

  /** The server that the options name, or an embedded one with its data in a new directory. */
  public static Database open(Options options) throws IOException {
    if (options.server() != null) {
      return at(options.server());
    }
    Path directory = Files.createTempDirectory("tidemark-benchmarks");
    EmbeddedPostgresOptions settings =
        EmbeddedPostgresOptions.durable()
            .withSetting("shared_buffers", "512MB")
            .withSetting("max_wal_size", "8GB")
            .withSetting("checkpoint_timeout", "1h") // one is made before each round instead
            .withSetting("max_connections", "320");
    EmbeddedPostgres server = EmbeddedPostgres.open(directory, settings);
    ServerAddress address = new ServerAddress(server.jdbcUrl(), server.user(), server.password());
    return new Database(address, server, directory);
  }

  public ServerAddress address() {
    return address;
  }

  /** A connection in auto-commit mode. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(address.url(), address.user(), address.password());
  }

  /** A pool with all its connections open. */
  public HikariDataSource pool(int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address.url());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setMaximumPoolSize(size);
    return new HikariDataSource(config);
  }

  /** Makes an empty log in this schema. */
  public void createLog(String schema) throws SQLException {
    execute("drop schema if exists " + schema + " cascade");
    try (HikariDataSource pool = pool(4)) {
      PostgresMigrations.migrate(pool, schema);
    }
  }

  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of the first row. */
  public String value(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Version and the settings that matter, for the head of a table. */
  public String description() throws SQLException {
    StringBuilder text = new StringBuilder("PostgreSQL " + value("show server_version"));
    for (String name : List.of("fsync", "synchronous_commit", "shared_buffers", "max_wal_size")) {
      text.append(", ").append(name).append(' ').append(value("show " + name));
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    if (embedded == null || directory == null) {
      return;
    }
    embedded.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(Database::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
