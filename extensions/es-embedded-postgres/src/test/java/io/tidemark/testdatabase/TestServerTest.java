package io.tidemark.testdatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestServerTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void emptyTable() throws SQLException {
    try (Connection connection = server.dataSource().getConnection()) {
      execute(connection, "DROP TABLE IF EXISTS kept");
      execute(connection, "CREATE TABLE kept (id int)");
    }
  }

  @Test
  void what_was_committed_survives_a_kill_and_the_port_stays() throws SQLException {
    int port = server.port();
    try (Connection connection = server.dataSource().getConnection()) {
      execute(connection, "INSERT INTO kept VALUES (1)");
      server.killNine();
      assertThatThrownBy(() -> execute(connection, "SELECT 1")).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> server.dataSource().getConnection()).hasMessageContaining("refused");
    }
    server.restart();
    assertThat(server.port()).isEqualTo(port);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void an_answer_is_lost_although_the_transaction_is_committed() throws SQLException {
    try (CuttingProxy proxy = CuttingProxy.to("127.0.0.1", server.port());
        Connection connection = server.dataSource(proxy.port()).getConnection()) {
      connection.setAutoCommit(false);
      execute(connection, "INSERT INTO kept VALUES (1)");
      proxy.loseAnswerTo("COMMIT");
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
      assertThat(proxy.answersLost()).isEqualTo(1);
      assertThat(rows()).isEqualTo(1);
      try (Connection next = server.dataSource(proxy.port()).getConnection()) {
        execute(next, "INSERT INTO kept VALUES (2)");
      }
    }
  }

  @Test
  void cutting_ends_every_connection_there_is() throws SQLException {
    try (CuttingProxy proxy = CuttingProxy.to("127.0.0.1", server.port());
        Connection connection = server.dataSource(proxy.port()).getConnection()) {
      execute(connection, "SELECT 1");
      proxy.cutAll();
      assertThatThrownBy(() -> execute(connection, "SELECT 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void a_pause_holds_bytes_back_until_it_ends() throws SQLException {
    try (CuttingProxy proxy = CuttingProxy.to("127.0.0.1", server.port());
        Connection connection = server.dataSource(proxy.port()).getConnection()) {
      proxy.pause();
      CompletableFuture<Void> insert =
          CompletableFuture.runAsync(
              () -> executeUnchecked(connection, "INSERT INTO kept VALUES (1)"));
      assertThat(rows()).isZero();
      assertThat(insert).isNotDone();
      proxy.resume();
      insert.join();
      assertThat(rows()).isEqualTo(1);
    }
  }

  private static void executeUnchecked(Connection connection, String sql) {
    try {
      execute(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int rows() throws SQLException {
    try (Connection connection = server.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM kept")) {
      count.next();
      return count.getInt(1);
    }
  }
}
