package io.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.testdatabase.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transaction that failed is never committed, whatever else fails on the way out. */
class TransactionTest {
  private static final List<Throwable> FAILURES =
      List.of(
          new SQLException("rollback refused"),
          new IllegalStateException("pool broken"),
          new StackOverflowError("deep"));

  private TestDatabase database;
  private Jdbc jdbc;

  @BeforeEach
  void makeTable() {
    database = TestDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    jdbc.update("create table notes (note int)");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void one_of_somebody_else_on_a_connection_that_a_proxy_lends_is_left_alone() throws SQLException {
    try (Connection theirs = database.dataSource().getConnection();
        Statement statement = theirs.createStatement()) {
      theirs.setAutoCommit(false);
      statement.execute("insert into notes values (1)");
      Jdbc ours = new Jdbc(lendingToAll(theirs));

      List<ThrowingCallable> uses =
          List.of(
              () -> ours.update("insert into notes values (2)"),
              () -> ours.inTransaction(session -> session.update("insert into notes values (2)")),
              () -> ours.stream(session -> {}, "select 1", row -> row.integer(1)),
              () -> new DirectConnections(lendingToAll(theirs)).open("test"));
      for (ThrowingCallable use : uses) {
        assertThatThrownBy(use)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("a connection of somebody else");
      }

      assertThat(theirs.getAutoCommit()).isFalse();
      theirs.rollback();
      assertThat(notes()).isZero();
      statement.execute("select 1"); // as pools do to see whether it lives
      ours.update("insert into notes values (3)");
      assertThat(notes()).isOne();
    }
  }

  private static DataSource lendingToAll(Connection connection) {
    Connection lent =
        (Connection)
            Proxy.newProxyInstance(
                TransactionTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                    method.getName().equals("close")
                        ? null
                        : invoke(method, connection, arguments));
    return (DataSource)
        Proxy.newProxyInstance(
            TransactionTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) ->
                method.getName().equals("isWrapperFor") ? (Object) false : lent);
  }

  @Test
  void one_that_cannot_be_rolled_back_is_not_committed_and_its_connection_is_gone()
      throws SQLException {
    for (Throwable failure : FAILURES) {
      try (Connection connection = database.dataSource().getConnection()) {
        Session session = new Session(unableToRollBack(connection, failure));

        assertThatThrownBy(() -> session.inTransaction(() -> noteAndFail(session)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("no")
            .hasSuppressedException(failure);

        assertThat(connection.isClosed()).isTrue();
      }
      assertThat(notes()).isZero();
    }
  }

  /** As pools do: a connection that is given back is set back to committing by itself. */
  @Test
  void a_pool_gets_no_connection_back_that_it_would_commit() {
    for (Throwable failure : FAILURES) {
      Jdbc pooled = new Jdbc(handingOut(failure));

      assertThatThrownBy(() -> pooled.inTransaction(TransactionTest::noteAndFail))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no")
          .hasSuppressedException(failure);

      assertThat(notes()).isZero();
    }
  }

  @Test
  void connections_that_do_not_commit_by_themselves_do_as_well() throws SQLException {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(database.jdbcUrl());
      pool.setUsername(database.user());
      pool.setPassword(database.password());
      pool.setMaximumPoolSize(1);
      pool.setAutoCommit(false);
      Jdbc manual = new Jdbc(pool);

      manual.update("insert into notes values (1)");
      assertThat(notes()).isEqualTo(1);
      manual.inTransaction(session -> session.update("insert into notes values (2)"));
      assertThat(notes()).isEqualTo(2);
      assertThatThrownBy(() -> manual.inTransaction(TransactionTest::noteAndFail)).hasMessage("no");
      assertThat(notes()).isEqualTo(2);
      try (Connection connection = pool.getConnection()) {
        Session session = new Session(connection);
        session.inTransaction(() -> session.update("insert into notes values (3)"));
        assertThatThrownBy(() -> session.inTransaction(() -> noteAndFail(session)))
            .hasMessage("no");
      }
      assertThat(notes()).isEqualTo(3);
    }
  }

  private static int noteAndFail(Session session) {
    session.update("insert into notes values (0)");
    throw new IllegalArgumentException("no");
  }

  private long notes() {
    return jdbc.first("select count(*) from notes", row -> row.integer(1)).orElseThrow();
  }

  private DataSource handingOut(Throwable failure) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) ->
                unableToRollBack(
                    (Connection) invoke(method, database.dataSource(), arguments), failure));
  }

  private static Connection unableToRollBack(Connection connection, Throwable failure) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("rollback")) {
                throw failure;
              }
              if (method.getName().equals("close") && !connection.isClosed()) {
                connection.setAutoCommit(true);
              }
              return invoke(method, connection, arguments);
            });
  }

  private static @Nullable Object invoke(
      Method method, Object target, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
