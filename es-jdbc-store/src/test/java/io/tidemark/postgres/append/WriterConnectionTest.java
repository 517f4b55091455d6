package io.tidemark.postgres.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.jdbc.DirectConnections;
import io.tidemark.jdbc.Session;
import io.tidemark.postgres.LogDatabase;
import io.tidemark.testdatabase.CuttingProxy;
import io.tidemark.testdatabase.FaultyDataSource;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.testdatabase.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The one connection that appends are written on. */
class WriterConnectionTest {
  private final ExecutorService openers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    openers.shutdownNow();
  }

  private static Appender.Settings settings(Duration lifetime) {
    return new Appender.Settings(
        "tidemark",
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        lifetime,
        List.of(),
        request -> {},
        null);
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }

  @Test
  void is_replaced_at_the_end_of_its_life_and_leaves_none_open() throws SQLException {
    try (TestDatabase database = LogDatabase.create()) {
      FaultyDataSource source = FaultyDataSource.around(database.dataSource());
      WriterConnection writer =
          new WriterConnection(
              new DirectConnections(source), settings(Duration.ofNanos(1)), openers);
      Connection first = writer.get(soon());
      Connection second = writer.get(soon());
      assertThat(second).isNotSameAs(first);
      assertThat(first.isClosed()).isTrue();
      assertThat(source.open()).isEqualTo(1);
      writer.close();
      assertThat(source.open()).isZero();
    }
  }

  @Test
  void is_the_same_as_long_as_it_lives() throws SQLException {
    try (TestDatabase database = LogDatabase.create();
        WriterConnection writer =
            new WriterConnection(
                new DirectConnections(database.dataSource()),
                settings(Duration.ofHours(1)),
                openers)) {
      Connection first = writer.get(soon());
      assertThat(writer.get(soon())).isSameAs(first);
      assertThat(
              new Session(first)
                  .first("show transaction_isolation", row -> row.text(1))
                  .orElseThrow())
          .isEqualTo("read committed");
    }
  }

  @Test
  void a_server_that_takes_connections_and_says_nothing_is_not_waited_for_beyond_the_deadline() {
    try (TestServer server = TestServer.start();
        CuttingProxy proxy = CuttingProxy.to("127.0.0.1", server.port())) {
      proxy.pause();
      WriterConnection writer =
          new WriterConnection(
              new DirectConnections(server.dataSource(proxy.port())),
              settings(Duration.ofHours(1)),
              openers);
      assertThatThrownBy(() -> writer.get(Deadline.in(Duration.ofMillis(300))))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("No connection for appends: expected one within");
    }
  }
}
