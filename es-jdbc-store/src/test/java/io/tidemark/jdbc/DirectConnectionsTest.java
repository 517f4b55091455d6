package io.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Wrapper;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where connections come from that are kept: not from a pool, if that can be helped. */
class DirectConnectionsTest {
  private TestDatabase database;
  private HikariDataSource pool;

  @BeforeEach
  void openPool() {
    database = TestDatabase.create();
    pool = new HikariDataSource();
    pool.setJdbcUrl(database.jdbcUrl());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setMaximumPoolSize(2);
    pool.setConnectionTimeout(2_000);
  }

  @AfterEach
  void close() {
    pool.close();
    database.close();
  }

  /** What tracing libraries and frameworks put around a pool. */
  private static DataSource wrapped(DataSource source, boolean canBeLookedThrough) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("isWrapperFor")) {
                return canBeLookedThrough && ((Class<?>) arguments[0]).isInstance(source);
              }
              if (method.getName().equals("unwrap")) {
                return source;
              }
              try {
                return method.invoke(source, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void appendAndWait(PostgresEventStore store) {
    store.awaitBeyond(0, Duration.ofMillis(1)); // listens from here on
    for (int n = 0; n < 3; n++) {
      store.append(
          StreamId.of("s", "1"), ExpectedVersion.exactly(n), List.of(EventData.of("T", "{}")));
    }
    assertThat(store.head()).isEqualTo(3);
  }

  /** A hint to other processes may still be on its way, which takes a connection for a moment. */
  private void awaitAllGivenBack() {
    Processes.await(
        "all connections of the pool",
        () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
  }

  @Test
  void a_pool_is_found_behind_a_wrapper_and_gone_around() {
    try (PostgresEventStore store = PostgresEventStore.builder(wrapped(pool, true)).build()) {
      appendAndWait(store);
      awaitAllGivenBack();
    }
  }

  @Test
  void wrappers_that_refuse_to_be_looked_through_are_used_as_they_are() {
    DataSource refusing = (DataSource) refusing(DataSource.class, database.dataSource());
    try (PostgresEventStore store = PostgresEventStore.builder(refusing).build()) {
      appendAndWait(store);
      assertThat(new Jdbc(refusing).inTransaction(Session::canCopy)).isFalse();
    }
  }

  /** Wraps connections that are lent by it as well. */
  private static Object refusing(Class<?> type, Object wrapped) {
    return Proxy.newProxyInstance(
        DirectConnectionsTest.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.getDeclaringClass() == Wrapper.class) {
            throw new SQLException("not a wrapper");
          }
          try {
            Object result = method.invoke(wrapped, arguments);
            return result instanceof Connection connection
                ? refusing(Connection.class, connection)
                : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  @Test
  void another_source_can_be_named_for_what_is_kept() {
    try (PostgresEventStore store =
        PostgresEventStore.builder(wrapped(pool, false))
            .directConnections(database.dataSource())
            .build()) {
      appendAndWait(store);
      awaitAllGivenBack();
    }
  }

  @Test
  void a_pool_that_is_too_small_is_told_how_many_connections_are_kept() throws SQLException {
    DirectConnections connections = new DirectConnections(wrapped(pool, false));
    try (Connection one = pool.getConnection();
        Connection two = pool.getConnection()) {
      assertThat(List.of(one, two)).doesNotHaveDuplicates();
      assertThatThrownBy(() -> connections.open("tidemark-writer"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("tidemark-writer")
          .hasMessageContaining("keeps up to 2 connections")
          .hasMessageContaining("directConnections");
    }
  }

  @Test
  void what_a_pool_does_to_each_new_connection_is_done_to_those_beside_it() throws SQLException {
    pool.setConnectionInitSql("set search_path = 'from_init'");
    try (Connection connection = new DirectConnections(pool).open("test")) {
      assertThat(
              new Session(connection).first("show search_path", row -> row.text(1)).orElseThrow())
          .isEqualTo("from_init");
    }
  }

  @Test
  void a_pool_over_a_data_source_is_gone_around_too() throws SQLException {
    try (HikariDataSource over = new HikariDataSource()) {
      over.setDataSource(database.dataSource());
      over.setMaximumPoolSize(1);
      over.setConnectionTimeout(2_000);
      DirectConnections connections = new DirectConnections(over);
      try (Connection one = connections.open("one");
          Connection two = connections.open("two")) {
        assertThat(one).isNotSameAs(two);
      }
    }
  }
}
