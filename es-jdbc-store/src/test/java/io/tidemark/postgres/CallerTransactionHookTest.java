package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.postgres.append.CallerTransaction;
import io.tidemark.store.WrongExpectedVersionException;
import io.tidemark.testdatabase.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hooks of a store take part in appends in a caller's transaction. */
class CallerTransactionHookTest {
  private static final StreamId STREAM = StreamId.of("account", "1");

  private TestDatabase database;
  private Jdbc jdbc;
  private PostgresEventStore store;
  private Connection connection;
  private CallerTransaction transaction;
  private final List<String> lockTimeouts = new ArrayList<>();

  @BeforeEach
  void beginTransaction() throws SQLException {
    database = LogDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    jdbc.update("create table copied (position bigint primary key, type text)");
    store =
        PostgresEventStore.builder(database.dataSource())
            .lockTimeout(Duration.ofSeconds(10))
            .inline(this::copy)
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

  private void copy(Session session, List<RecordedEvent> events) {
    lockTimeouts.addAll(session.query("show lock_timeout", row -> row.text(1)));
    for (RecordedEvent event : events) {
      session.update("insert into copied values (?, ?)", event.position(), event.type());
      if (event.type().equals("Bad")) {
        throw new IllegalStateException("bad event");
      }
      if (event.type().equals("BadSql")) {
        session.update("select 1 / 0");
      }
    }
  }

  private void append(String... types) {
    List<EventData> events = new ArrayList<>();
    for (String type : types) {
      events.add(EventData.of(type, "{}"));
    }
    transaction.append(STREAM, ExpectedVersion.any(), events);
  }

  private List<String> copied() {
    return jdbc.query("select type from copied order by position", row -> row.text(1));
  }

  @Test
  void what_a_hook_writes_is_there_once_the_caller_commits() throws SQLException {
    append("One", "Two");
    append("Three");
    assertThat(copied()).isEmpty();
    connection.commit();
    assertThat(copied()).containsExactly("One", "Two", "Three");
  }

  @Test
  void what_a_hook_writes_goes_with_a_roll_back() throws SQLException {
    append("One");
    connection.rollback();
    append("Two");
    connection.commit();
    assertThat(copied()).containsExactly("Two");
    assertThat(store.head()).isEqualTo(1);
  }

  @Test
  void a_hook_is_not_called_for_a_conflict() throws SQLException {
    append("One");
    assertThatThrownBy(
            () ->
                transaction.append(
                    STREAM, ExpectedVersion.noStream(), List.of(EventData.of("Two", "{}"))))
        .isInstanceOf(WrongExpectedVersionException.class);
    connection.commit();
    assertThat(copied()).containsExactly("One");
  }

  @Test
  void an_append_that_a_hook_refuses_is_not_stored_even_if_the_caller_goes_on_and_commits()
      throws SQLException {
    append("One");
    assertThatThrownBy(() -> append("Two", "Bad")).hasMessage("bad event");
    append("Three");
    connection.commit();
    assertThat(copied()).containsExactly("One", "Three");
    assertThat(new LogAssertions(database.dataSource()).assertIntact().count()).isEqualTo(2);
  }

  @Test
  void a_statement_of_a_hook_that_fails_takes_back_its_append_and_nothing_else()
      throws SQLException {
    append("One");
    assertThatThrownBy(() -> append("BadSql")).isInstanceOf(StatementFailedException.class);
    append("Three");
    connection.commit();
    assertThat(copied()).containsExactly("One", "Three");
    assertThat(new LogAssertions(database.dataSource()).assertIntact().count()).isEqualTo(2);
  }

  @Test
  void a_hook_waits_for_locks_no_longer_than_the_store_allows() {
    append("One");
    assertThat(lockTimeouts).containsExactly("10s");
  }

  @Test
  void hooks_work_on_in_the_transactions_of_the_store() throws SQLException {
    append("One");
    connection.commit();
    store.append(STREAM, ExpectedVersion.exactly(1), List.of(EventData.of("Two", "{}")));
    assertThat(copied()).containsExactly("One", "Two");
  }
}
