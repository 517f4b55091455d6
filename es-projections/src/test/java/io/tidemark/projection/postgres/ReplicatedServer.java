package io.tidemark.projection.postgres;

import io.tidemark.embedded.EmbeddedPostgres;
import io.tidemark.embedded.EmbeddedPostgresOptions;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.testdatabase.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A primary and a standby that follows it without the primary waiting. */
final class ReplicatedServer implements AutoCloseable {
  private static final int ENOUGH_TO_LOOK_AGAIN = 10;

  private final AtomicInteger connections = new AtomicInteger();
  private final Path directory;
  private final EmbeddedPostgres primary;
  private final EmbeddedPostgresOptions standbyOptions;
  private EmbeddedPostgres standby;

  private ReplicatedServer(Path directory) throws IOException {
    this.directory = directory;
    EmbeddedPostgres first = EmbeddedPostgres.open(primaryDirectory());
    first.close();
    copy(primaryDirectory(), standbyDirectory());
    this.primary = EmbeddedPostgres.open(primaryDirectory());
    this.standbyOptions =
        EmbeddedPostgresOptions.durable()
            .withSetting(
                "primary_conninfo",
                "host=127.0.0.1 port=%d user=%s password=%s"
                    .formatted(primary.port(), primary.user(), primary.password()));
    Files.createFile(dataDirectory(standbyDirectory()).resolve("standby.signal"));
    EmbeddedPostgres started = EmbeddedPostgres.open(standbyDirectory(), standbyOptions);
    this.standby = started;
  }

  static ReplicatedServer start() throws IOException {
    return new ReplicatedServer(Files.createTempDirectory("tidemark-replicated"));
  }

  private Path primaryDirectory() {
    return directory.resolve("primary");
  }

  private Path standbyDirectory() {
    return directory.resolve("standby");
  }

  private static Path dataDirectory(Path server) throws IOException {
    try (Stream<Path> tree = Files.walk(server)) {
      return tree.filter(path -> path.endsWith("PG_VERSION"))
          .min(Comparator.comparing(Path::getNameCount))
          .orElseThrow()
          .getParent();
    }
  }

  /** Of a server that is stopped. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Connects to whichever of the two is the primary. */
  DataSource primaryOfBoth() {
    PGSimpleDataSource dataSource = new CountingDataSource(connections);
    dataSource.setServerNames(new String[] {"127.0.0.1", "127.0.0.1"});
    dataSource.setPortNumbers(new int[] {primary.port(), standby.port()});
    dataSource.setDatabaseName("postgres");
    dataSource.setUser(primary.user());
    dataSource.setPassword(primary.password());
    dataSource.setTargetServerType("primary");
    return dataSource;
  }

  /** Connects to the one that only reads. */
  Connection openStandby() throws SQLException {
    return DriverManager.getConnection(standby.jdbcUrl(), primary.user(), primary.password());
  }

  private static final class CountingDataSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private final AtomicInteger connections;

    CountingDataSource(AtomicInteger connections) {
      this.connections = connections;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      connections.incrementAndGet();
      return connection;
    }
  }

  /** Returns when those who use the servers have found their way back and looked, or given up. */
  void awaitVisitors(BooleanSupplier givenUp) {
    int before = connections.get();
    Processes.await(
        "visitors",
        () -> connections.get() > before + ENOUGH_TO_LOOK_AGAIN || givenUp.getAsBoolean());
  }

  private Jdbc jdbc(EmbeddedPostgres server) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(server.jdbcUrl());
    dataSource.setUser(primary.user());
    dataSource.setPassword(primary.password());
    return new Jdbc(dataSource);
  }

  /** Returns when the standby has all that the primary has. */
  void awaitReplicated() {
    jdbc(primary).update("select pg_switch_wal()"); // also what was committed without waiting
    String end =
        jdbc(primary)
            .first("select pg_current_wal_flush_lsn()::text", row -> row.text(1))
            .orElseThrow();
    Processes.await(
        "replication",
        () ->
            jdbc(standby)
                .first("select pg_last_wal_replay_lsn() >= ?::pg_lsn", row -> row.truth(1), end)
                .orElse(false));
  }

  /** From here on the standby falls behind. */
  void stopStandby() {
    standby.close();
  }

  /** Kills the primary and makes the standby the one there is. */
  void failOver() {
    ProcessHandle postmaster = ProcessHandle.of(primary.postmasterPid()).orElseThrow();
    List<ProcessHandle> family =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    family.forEach(ProcessHandle::destroyForcibly);
    Processes.awaitEnd(family);
    standby = EmbeddedPostgres.open(standbyDirectory(), standbyOptions.withPort(standby.port()));
    jdbc(standby).query("select pg_promote()", row -> row.truth(1));
  }

  @Override
  public void close() throws IOException {
    standby.close();
    primary.close();
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
