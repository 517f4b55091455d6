package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.testdatabase.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions in which nothing can be appended: told so, and left as they were. */
class CallerTransactionRefusalTest {
  private static final String SUBJECT = "Cannot append to account-1 in the caller's transaction: ";

  private TestDatabase database;
  private PostgresEventStore store;
  private Connection connection;

  @BeforeEach
  void beginTransaction() throws SQLException {
    database = LogDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
    connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    store.close();
    database.close();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Connection callers) {
    return assertThatThrownBy(
            () ->
                store
                    .inTransaction(callers)
                    .append(
                        StreamId.of("account", "1"),
                        ExpectedVersion.any(),
                        List.of(EventData.of("T", "{}"))))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void assertUsable(Connection callers) throws SQLException {
    assertThat(new Session(callers).first("select 1", row -> row.integer(1))).contains(1L);
    assertThat(callers.getAutoCommit()).isFalse();
  }

  @Test
  void a_connection_in_auto_commit_mode_is_refused() throws SQLException {
    connection.setAutoCommit(true);
    assertRefused(connection)
        .hasMessage(
            SUBJECT + "expected a connection in a transaction, actual one in auto-commit mode");
    assertThat(store.head()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable", "read uncommitted"})
  void another_isolation_level_is_refused(String level) throws SQLException {
    new Session(connection).update("set transaction isolation level " + level);
    assertRefused(connection)
        .hasMessage(SUBJECT + "expected isolation level read committed, actual " + level);
    assertUsable(connection);
  }

  @Test
  void a_read_only_transaction_is_refused() throws SQLException {
    connection.setReadOnly(true);
    assertRefused(connection)
        .hasMessage(SUBJECT + "expected a transaction that may write, actual a read-only one");
    assertUsable(connection);
  }

  @Test
  void a_transaction_that_has_failed_is_refused() {
    assertThatThrownBy(() -> new Session(connection).update("select 1 / 0"))
        .isInstanceOf(StatementFailedException.class);
    assertRefused(connection)
        .hasMessage(
            SUBJECT
                + "expected a transaction that can go on, actual one in which a statement failed")
        .hasCauseInstanceOf(StatementFailedException.class);
  }

  @Test
  void a_connection_to_another_log_is_refused() throws SQLException {
    try (TestDatabase another = LogDatabase.create();
        PostgresEventStore anotherStore = PostgresEventStore.builder(another.dataSource()).build();
        Connection there = another.dataSource().getConnection()) {
      there.setAutoCommit(false);
      assertRefused(there)
          .hasMessage(
              "%sexpected a connection to log %s, actual to log %s"
                  .formatted(SUBJECT, store.logId(), anotherStore.logId()));
      assertUsable(there);
      assertThat(anotherStore.head()).isZero();
    }
  }

  @Test
  void a_connection_to_a_database_without_a_log_is_refused_and_can_go_on() throws SQLException {
    try (TestDatabase another = TestDatabase.create();
        Connection there = another.dataSource().getConnection()) {
      there.setAutoCommit(false);
      new Session(there).update("create table mine (id int)");
      assertRefused(there)
          .hasMessage(
              "%sexpected a connection to log %s, actual to a database without tidemark.log"
                  .formatted(SUBJECT, store.logId()));
      assertUsable(there);
      there.commit();
      assertThat(new Jdbc(another.dataSource()).update("insert into mine values (1)")).isOne();
    }
  }

  @Test
  void a_role_without_the_right_to_append_is_told_and_can_go_on() throws SQLException {
    Jdbc owner = new Jdbc(database.dataSource());
    String role = "reader_" + database.name();
    owner.update("create role " + role);
    try {
      owner.update("grant usage on schema tidemark to " + role);
      owner.update("grant select on tidemark.log to " + role);
      new Session(connection).update("set local role " + role);
      assertThatThrownBy(
              () ->
                  store
                      .inTransaction(connection)
                      .append(
                          StreamId.of("account", "1"),
                          ExpectedVersion.any(),
                          List.of(EventData.of("T", "{}"))))
          .isInstanceOfSatisfying(
              StatementFailedException.class,
              denied -> assertThat(denied.sqlState()).isEqualTo("42501"));
      assertUsable(connection);
      connection.rollback();
    } finally {
      owner.update("drop owned by " + role);
      owner.update("drop role " + role);
    }
  }
}
