package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.InvalidEventException;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.postgres.append.CallerTransaction;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventIdConflictException;
import io.tidemark.store.LogQuery;
import io.tidemark.store.WrongExpectedVersionException;
import io.tidemark.testdatabase.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.AutoSave;

/** Appends that are stored if the caller commits, and only then. */
class CallerTransactionTest {
  private static final StreamId STREAM = StreamId.of("account", "1");
  private static final StreamId OTHER = StreamId.of("account", "2");

  private TestDatabase database;
  private PostgresEventStore store;
  private Connection connection;
  private CallerTransaction transaction;

  @BeforeEach
  void beginTransaction() throws SQLException {
    database = LogDatabase.create();
    new Jdbc(database.dataSource()).update("create table orders (id int primary key)");
    store =
        PostgresEventStore.builder(database.dataSource())
            .lockTimeout(Duration.ofSeconds(10))
            .build();
    connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    transaction = store.inTransaction(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    store.close();
    database.close();
  }

  private static List<EventData> one(String type) {
    return List.of(EventData.of(type, "{}"));
  }

  private void insertOrder(int id) {
    new Session(connection).update("insert into orders values (?)", id);
  }

  private List<Long> orders() {
    return new Jdbc(database.dataSource())
        .query("select id from orders order by id", row -> row.integer(1));
  }

  private List<String> types() {
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      return events.map(RecordedEvent::type).toList();
    }
  }

  @Test
  void events_and_rows_are_there_together_once_the_caller_commits() throws SQLException {
    insertOrder(1);
    AppendResult result = transaction.append(STREAM, ExpectedVersion.noStream(), one("Placed"));
    assertThat(types()).isEmpty();
    assertThat(orders()).isEmpty();

    connection.commit();
    assertThat(result).isEqualTo(new AppendResult(STREAM, 1, 1, 1, 1, false));
    assertThat(types()).containsExactly("Placed");
    assertThat(orders()).containsExactly(1L);
  }

  @Test
  void a_roll_back_takes_the_events_back_and_their_places_go_to_others() throws SQLException {
    insertOrder(1);
    transaction.append(STREAM, ExpectedVersion.noStream(), one("Placed"));
    connection.rollback();

    AppendResult next = store.append(STREAM, ExpectedVersion.noStream(), one("Other"));
    assertThat(next).isEqualTo(new AppendResult(STREAM, 1, 1, 1, 1, false));
    assertThat(types()).containsExactly("Other");
    assertThat(orders()).isEmpty();
  }

  @Test
  void a_later_append_sees_the_earlier_ones_of_its_transaction() throws SQLException {
    transaction.append(STREAM, ExpectedVersion.noStream(), one("First"));
    transaction.append(OTHER, ExpectedVersion.noStream(), one("Second"));
    List<EventData> last = List.of(EventData.of("Third", "{}"), EventData.of("Fourth", "{}"));
    AppendResult result = transaction.append(STREAM, ExpectedVersion.exactly(1), last);
    assertThatThrownBy(() -> transaction.append(OTHER, ExpectedVersion.noStream(), one("Fifth")))
        .isInstanceOf(WrongExpectedVersionException.class);
    AppendResult again = transaction.append(STREAM, ExpectedVersion.exactly(1), last);
    connection.commit();

    assertThat(result).isEqualTo(new AppendResult(STREAM, 2, 3, 3, 4, false));
    assertThat(again).isEqualTo(new AppendResult(STREAM, 2, 3, 3, 4, true));
    assertThat(types()).containsExactly("First", "Second", "Third", "Fourth");
    new LogAssertions(database.dataSource()).assertIntact();
  }

  @Test
  void one_object_serves_one_transaction_after_the_other() throws SQLException {
    transaction.append(STREAM, ExpectedVersion.any(), one("First"));
    connection.rollback();
    transaction.append(STREAM, ExpectedVersion.any(), one("Second"));
    connection.commit();
    transaction.append(STREAM, ExpectedVersion.exactly(1), one("Third"));
    connection.commit();
    assertThat(types()).containsExactly("Second", "Third");
  }

  @Test
  void a_conflict_leaves_the_transaction_usable_and_others_free_to_append() throws SQLException {
    insertOrder(1);
    assertThatThrownBy(() -> transaction.append(STREAM, ExpectedVersion.exactly(3), one("Paid")))
        .isInstanceOf(WrongExpectedVersionException.class)
        .hasMessage("Wrong expected version for account-1: expected exactly 3, actual 0");

    store.append(OTHER, ExpectedVersion.noStream(), one("Other")); // would wait for the lock
    insertOrder(2);
    transaction.append(STREAM, ExpectedVersion.noStream(), one("Placed"));
    connection.commit();
    assertThat(types()).containsExactly("Other", "Placed");
    assertThat(orders()).containsExactly(1L, 2L);
  }

  @Test
  void an_append_that_was_stored_before_is_found_and_an_id_that_is_taken_is_refused()
      throws SQLException {
    EventData event = EventData.of("Placed", "{}");
    store.append(STREAM, ExpectedVersion.noStream(), List.of(event));

    AppendRequest same = new AppendRequest(STREAM, ExpectedVersion.noStream(), List.of(event));
    assertThat(transaction.append(same)).isEqualTo(new AppendResult(STREAM, 1, 1, 1, 1, true));
    assertThatThrownBy(() -> transaction.append(OTHER, ExpectedVersion.noStream(), List.of(event)))
        .isInstanceOf(EventIdConflictException.class);

    store.append(OTHER, ExpectedVersion.noStream(), one("Other")); // would wait for the lock
    connection.commit();
    assertThat(types()).containsExactly("Placed", "Other");
  }

  @Test
  void an_event_that_could_not_be_read_back_is_refused_before_anything_is_sent()
      throws SQLException {
    connection.close(); // nothing could be sent
    List<EventData> bad = List.of(EventData.of("Bad", "{\"a\":\"\\u0000\"}"));
    assertThatThrownBy(() -> transaction.append(STREAM, ExpectedVersion.any(), bad))
        .isInstanceOf(InvalidEventException.class);
  }

  @Test
  void what_the_caller_takes_back_to_a_savepoint_was_never_there() throws SQLException {
    transaction.append(STREAM, ExpectedVersion.noStream(), one("Kept"));
    Savepoint savepoint = connection.setSavepoint();
    transaction.append(STREAM, ExpectedVersion.exactly(1), one("Dropped"));
    connection.rollback(savepoint);
    transaction.append(STREAM, ExpectedVersion.exactly(1), one("Instead"));
    connection.commit();
    assertThat(types()).containsExactly("Kept", "Instead");
    new LogAssertions(database.dataSource()).assertIntact();
  }

  @ParameterizedTest
  @EnumSource(AutoSave.class)
  void works_beside_the_savepoints_of_the_driver(AutoSave autosave) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser(database.user());
    source.setPassword(database.password());
    source.setAutosave(autosave);
    source.setCleanupSavepoints(true);
    try (Connection saving = source.getConnection()) {
      saving.setAutoCommit(false);
      CallerTransaction saved = store.inTransaction(saving);
      for (int n = 0; n < 10; n++) { // the driver prepares on the server after some
        saved.append(STREAM, ExpectedVersion.exactly(n), one("T" + n));
        assertThatThrownBy(() -> saved.append(STREAM, ExpectedVersion.noStream(), one("No")))
            .isInstanceOf(WrongExpectedVersionException.class);
      }
      saving.commit();
    }
    assertThat(types()).hasSize(10).doesNotContain("No");
  }

  @Test
  void the_time_to_wait_for_locks_is_afterwards_what_it_was() throws SQLException {
    Session session = new Session(connection);
    session.update("set local lock_timeout = '30s'");
    transaction.append(STREAM, ExpectedVersion.noStream(), one("Placed"));
    assertThat(lockTimeout(session)).isEqualTo("30s");
    assertThatThrownBy(() -> transaction.append(STREAM, ExpectedVersion.exactly(7), one("No")))
        .isInstanceOf(WrongExpectedVersionException.class);
    assertThat(lockTimeout(session)).isEqualTo("30s");
    connection.commit();
    assertThat(lockTimeout(session)).isEqualTo("0");
  }

  private static String lockTimeout(Session session) {
    return session.first("show lock_timeout", row -> row.text(1)).orElseThrow();
  }

  @Test
  void whoever_waits_for_the_log_to_grow_is_told_long_before_he_would_look() throws Exception {
    try (PostgresEventStore patient =
        PostgresEventStore.builder(database.dataSource())
            .pollInterval(Duration.ofHours(1))
            .build()) {
      CallerTransaction own = patient.inTransaction(connection);
      own.append(STREAM, ExpectedVersion.noStream(), one("Placed"));
      Thread waiting = new Thread(() -> patient.awaitBeyond(0, Duration.ofHours(1)));
      waiting.start();
      io.tidemark.testdatabase.Processes.await(
          "a reader that waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);

      connection.commit();
      own.committed();
      waiting.join(Duration.ofSeconds(60).toMillis());
      assertThat(waiting.isAlive()).isFalse();
    }
  }

  @Test
  void nobody_is_told_of_what_was_not_committed() throws Exception {
    Savepoint savepoint = connection.setSavepoint();
    transaction.append(STREAM, ExpectedVersion.noStream(), one("Dropped"));
    connection.rollback(savepoint);
    connection.commit();
    transaction.committed();
    assertThat(store.awaitBeyond(0, Duration.ofMillis(300))).isFalse();
  }
}
