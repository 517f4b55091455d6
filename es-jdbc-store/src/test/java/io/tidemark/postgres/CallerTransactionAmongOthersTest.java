package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.TidemarkException;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.postgres.append.CallerTransaction;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Appends in callers' transactions among those of stores, and where one gets in another's way. */
class CallerTransactionAmongOthersTest {
  private static final StreamId STREAM = StreamId.of("account", "1");
  private static final StreamId OTHER = StreamId.of("account", "2");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TestDatabase database;
  private Jdbc jdbc;

  @BeforeEach
  void createDatabase() {
    database = LogDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    jdbc.update("create table ledger (event_id uuid primary key)");
  }

  @AfterEach
  void dropDatabase() {
    threads.shutdownNow();
    database.close();
  }

  private PostgresEventStore open(Duration lockTimeout) {
    return PostgresEventStore.builder(database.dataSource()).lockTimeout(lockTimeout).build();
  }

  private Connection begin() throws SQLException {
    Connection connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private static AppendRequest request(StreamId stream) {
    return new AppendRequest(stream, ExpectedVersion.any(), List.of(EventData.of("T", "{}")));
  }

  @Test
  void the_log_has_exactly_what_was_committed_while_stores_append_too() throws Exception {
    try (PostgresEventStore store = open(Duration.ofSeconds(60));
        PostgresEventStore another = open(Duration.ofSeconds(60))) {
      List<CompletableFuture<Integer>> callers = new ArrayList<>();
      for (int n = 0; n < 4; n++) {
        int seed = n;
        PostgresEventStore theirs = n % 2 == 0 ? store : another;
        callers.add(CompletableFuture.supplyAsync(() -> transactions(theirs, seed), threads));
      }
      List<UUID> acknowledged = LostConnectionTest.appendFromThreads(threads, 3, 60, store);

      int dropped = 0;
      for (CompletableFuture<Integer> caller : callers) {
        dropped += caller.get();
      }
      assertThat(dropped).as("appends taken back").isPositive();
      assertThat(acknowledged).hasSize(180);
      new LogAssertions(database.dataSource()).assertIntact().assertHoldsOnce(acknowledged);
      assertThat(idsOfCallers()).isNotEmpty().isEqualTo(ledger());
      assertThat(
              jdbc.query(
                  "select position from (select position, recorded_at <= lag(recorded_at) over"
                      + " (order by position) as back from tidemark.events) e where back",
                  row -> row.integer(1)))
          .as("positions not recorded after the one before")
          .isEmpty();
    }
  }

  private Set<UUID> idsOfCallers() {
    return new HashSet<>(
        jdbc.query(
            "select event_id from tidemark.events where category = 'ledger'", row -> row.uuid(1)));
  }

  private Set<UUID> ledger() {
    return new HashSet<>(jdbc.query("select event_id from ledger", row -> row.uuid(1)));
  }

  /** Commits some, rolls back some, and takes parts of some back; tells how many appends it did. */
  private int transactions(PostgresEventStore store, int seed) {
    Random random = new Random(seed);
    StreamId stream = StreamId.of("ledger", "caller" + seed);
    int dropped = 0;
    try (Connection connection = begin()) {
      CallerTransaction transaction = store.inTransaction(connection);
      for (int n = 0; n < 40; n++) {
        keep(connection, transaction.append(request(stream)), stream);
        if (random.nextInt(4) == 0) {
          Savepoint savepoint = connection.setSavepoint();
          transaction.append(request(stream));
          connection.rollback(savepoint);
          dropped++;
        }
        if (random.nextInt(3) == 0) {
          keep(connection, transaction.append(request(stream)), stream);
        }
        if (random.nextInt(3) == 0) {
          connection.rollback();
          dropped++;
        } else {
          connection.commit();
          transaction.committed();
        }
      }
      return dropped;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keep(Connection connection, AppendResult result, StreamId stream) {
    int rows =
        new Session(connection)
            .update(
                "insert into ledger select event_id from tidemark.events"
                    + " where position = ? and category = ? and key = ? and version = ?",
                result.lastPosition(),
                stream.category(),
                stream.key(),
                result.lastVersion());
    assertThat(rows).as("the event at the place told").isOne();
  }

  @Test
  void others_wait_for_the_commit_and_then_go_on() throws Exception {
    try (PostgresEventStore store = open(Duration.ofSeconds(60));
        Connection connection = begin()) {
      store.inTransaction(connection).append(request(STREAM));
      CompletableFuture<AppendResult> waiting =
          store.appendAsync(request(OTHER)).toCompletableFuture();
      assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);

      connection.commit();
      assertThat(waiting.get(60, TimeUnit.SECONDS).lastPosition()).isEqualTo(2);
    }
  }

  @Test
  void a_transaction_that_is_held_open_is_a_lock_wait_to_others_and_they_can_go_on()
      throws Exception {
    try (PostgresEventStore store = open(Duration.ofMillis(300));
        Connection holder = begin();
        Connection connection = begin()) {
      store.inTransaction(holder).append(request(STREAM));

      assertThatThrownBy(() -> store.append(request(OTHER)))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("55P03");
      CallerTransaction transaction = store.inTransaction(connection);
      new Session(connection).update("insert into ledger values (gen_random_uuid())");
      CompletableFuture<AppendResult> waiting =
          CompletableFuture.supplyAsync(() -> transaction.append(request(OTHER)), threads);
      assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("55P03");

      holder.commit();
      assertThat(transaction.append(request(OTHER)).lastPosition()).isEqualTo(2);
      connection.commit();
      assertThat(ledger()).hasSize(1);
      assertThat(store.head()).isEqualTo(2);
    }
  }

  @Test
  void a_transaction_that_waits_for_locks_for_less_time_than_the_store_does_so_here_too()
      throws Exception {
    try (PostgresEventStore store = open(Duration.ofHours(1));
        Connection holder = begin();
        Connection connection = begin()) {
      store.inTransaction(holder).append(request(STREAM));
      new Session(connection).update("set local lock_timeout = 200");
      CompletableFuture<AppendResult> hasty =
          CompletableFuture.supplyAsync(
              () -> store.inTransaction(connection).append(request(OTHER)), threads);
      assertThatThrownBy(() -> hasty.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void a_connection_that_is_killed_before_the_commit_leaves_no_trace_and_holds_nobody_up()
      throws Exception {
    try (PostgresEventStore store = open(Duration.ofSeconds(60));
        Connection connection = begin()) {
      CallerTransaction transaction = store.inTransaction(connection);
      transaction.append(request(STREAM));
      kill(connection);

      assertThatThrownBy(() -> transaction.append(request(STREAM)))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
      assertThat(store.append(request(OTHER)).lastPosition()).isEqualTo(1);
      assertThat(new LogAssertions(database.dataSource()).assertIntact().count()).isEqualTo(1);
    }
  }

  private void kill(Connection connection) {
    long pid =
        new Session(connection)
            .first("select pg_backend_pid()", row -> row.integer(1))
            .orElseThrow();
    jdbc.query("select pg_terminate_backend(?::int)", row -> row.truth(1), pid);
    Processes.await(
        "end of the killed session",
        () ->
            jdbc.query("select 1 from pg_stat_activity where pid = ?::int", row -> 1, pid)
                .isEmpty());
  }

  /** The caller has the row and wants the lock; the hook of a store has the lock and the row. */
  @Test
  void a_deadlock_with_a_hook_is_found_and_who_loses_can_try_again() throws Exception {
    jdbc.update("create table counted (events int)");
    jdbc.update("insert into counted values (0)");
    String count = "update counted set events = events + 1";
    try (PostgresEventStore store =
            PostgresEventStore.builder(database.dataSource())
                .lockTimeout(Duration.ofHours(1))
                .inline((session, events) -> session.update(count))
                .build();
        Connection connection = begin()) {
      new Session(connection).update(count);
      CompletableFuture<AppendResult> inStore =
          store.appendAsync(request(OTHER)).toCompletableFuture();
      Processes.await("a hook that waits for the row", this::somebodyWaitsForARow);

      boolean callerWon = appendAndCommit(store, connection);
      boolean storeWon = inStore.handle((result, failure) -> worked(failure)).get();

      assertThat(callerWon ^ storeWon).as("one of the two was the victim").isTrue();
      if (callerWon) {
        store.append(request(OTHER));
      } else {
        new Session(connection).update(count);
        assertThat(appendAndCommit(store, connection)).isTrue();
      }
      assertThat(new LogAssertions(database.dataSource()).assertIntact().count()).isEqualTo(2);
      assertThat(jdbc.query("select events from counted", row -> row.integer(1)))
          .containsExactly(3L);
    }
  }

  private static boolean appendAndCommit(PostgresEventStore store, Connection connection)
      throws SQLException {
    try {
      store.inTransaction(connection).append(request(STREAM));
      connection.commit();
      return true;
    } catch (StoreUnavailableException e) {
      assertThat(e).hasMessageContaining("40P01");
      connection.rollback();
      return false;
    }
  }

  private static boolean worked(@Nullable Throwable failure) {
    if (failure != null) {
      assertThat(failure)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("40P01");
    }
    return failure == null;
  }

  private boolean somebodyWaitsForARow() {
    return !jdbc.query(
            "select 1 from pg_stat_activity where datname = current_database()"
                + " and wait_event_type = 'Lock' and wait_event = 'transactionid'",
            row -> 1)
        .isEmpty();
  }

  @Test
  void whatever_wraps_the_connection_its_transaction_and_settings_are_left_to_the_caller()
      throws Exception {
    Set<String> called = new HashSet<>();
    try (PostgresEventStore store = open(Duration.ofSeconds(10));
        Connection connection = begin()) {
      Connection wrapped = recording(connection, called);
      CallerTransaction transaction = store.inTransaction(wrapped);
      transaction.append(request(STREAM));
      assertThatThrownBy(
              () ->
                  transaction.append(
                      STREAM, ExpectedVersion.noStream(), List.of(EventData.of("T", "{}"))))
          .isInstanceOf(TidemarkException.class);
      connection.commit();
      assertThat(called)
          .isNotEmpty()
          .doesNotContain("commit", "rollback", "close", "abort", "unwrap")
          .noneMatch(name -> name.startsWith("set"));
      assertThat(store.head()).isEqualTo(1);
    }
  }

  private static Connection recording(Connection connection, Set<String> called) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              called.add(method.getName());
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
