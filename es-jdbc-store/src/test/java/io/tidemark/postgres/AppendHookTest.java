package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.store.AppendOutcomeUnknownException;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.StreamQuery;
import io.tidemark.testdatabase.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppendHookTest {
  private TestDatabase database;
  private Jdbc jdbc;
  private PostgresEventStore store;

  @BeforeEach
  void openStoreWithHook() {
    database = LogDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    jdbc.update("create table copied (position bigint primary key, type text)");
    store = PostgresEventStore.builder(database.dataSource()).inline(this::copy).build();
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private void copy(Session transaction, List<RecordedEvent> events) {
    for (RecordedEvent event : events) {
      if (event.type().equals("Bad")) {
        throw new IllegalStateException("bad event");
      }
      if (event.type().equals("Busy")) {
        throw new StoreUnavailableException("somebody else is busy", null);
      }
      if (event.type().equals("Locked")) {
        transaction.update("do $$ begin raise 'locked' using errcode = '55P03'; end $$");
      }
      if (event.type().equals("Swallowed")) {
        swallow(() -> transaction.update("insert into nowhere values (1)"));
      }
      if (event.type().equals("RolledBack")) {
        rollBack(transaction);
      }
      if (event.type().equals("RolledBackInSql")) {
        transaction.update("rollback");
        return;
      }
      transaction.update("insert into copied values (?, ?)", event.position(), event.type());
    }
  }

  private static void rollBack(Session transaction) {
    try {
      transaction.connection().rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void swallow(Runnable statement) {
    try {
      statement.run();
    } catch (StatementFailedException notImportant) {
      // what the server makes of it is the question
    }
  }

  @Test
  void a_hook_cannot_roll_back_and_have_its_append_acknowledged() {
    assertThat(append("1", "RolledBack"))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("Invalid call within a hook")
        .withMessageContaining("rollback");
    assertThat(append("2", "Good")).succeedsWithin(Duration.ofSeconds(20));
    assertThat(store.head()).isEqualTo(1);
  }

  @Test
  void an_append_that_a_hook_rolled_back_in_sql_is_not_acknowledged() {
    try (PostgresEventStore hasty =
        PostgresEventStore.builder(database.dataSource())
            .inline(this::copy)
            .outcomeTimeout(Duration.ofSeconds(1))
            .build()) {
      AppendRequest request =
          new AppendRequest(
              StreamId.of("account", "1"),
              ExpectedVersion.any(),
              List.of(EventData.of("RolledBackInSql", "{}")));
      assertThatThrownBy(() -> hasty.append(request))
          .isInstanceOf(AppendOutcomeUnknownException.class);
      assertThat(hasty.head()).isZero();
    }
  }

  @Test
  void a_failed_statement_that_the_hook_swallows_refuses_its_append_and_no_other() {
    List<CompletableFuture<AppendResult>> appends = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      appends.add(append("" + i, i == 7 ? "Swallowed" : "Good"));
    }

    assertThat(appends.get(7))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(StatementFailedException.class);
    appends.remove(7);
    assertThat(appends)
        .allSatisfy(append -> assertThat(append).succeedsWithin(Duration.ofSeconds(20)));
    assertThat(store.head()).isEqualTo(11);
    assertThat(copied()).hasSize(11);
  }

  private CompletableFuture<AppendResult> append(String stream, String... types) {
    List<EventData> events = new ArrayList<>();
    for (String type : types) {
      events.add(EventData.of(type, "{}"));
    }
    AppendRequest request =
        new AppendRequest(StreamId.of("s", stream), ExpectedVersion.noStream(), events);
    return store.appendAsync(request).toCompletableFuture();
  }

  private List<Long> copied() {
    return jdbc.query("select position from copied order by position", row -> row.integer(1));
  }

  @Test
  void sees_each_event_and_what_it_writes_is_there_when_the_append_returns() {
    append("a", "One", "Two").join();
    append("b", "Three").join();
    assertThat(copied()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void is_not_called_for_a_conflict() {
    append("a", "One").join();
    assertThatThrownBy(() -> append("a", "Two").join()).hasMessageContaining("s-a");
    assertThat(copied()).containsExactly(1L);
  }

  @Test
  void takes_back_the_append_it_fails_and_no_other_of_the_batch() {
    List<CompletableFuture<AppendResult>> appends = new ArrayList<>();
    for (int n = 0; n < 50; n++) {
      appends.add(append("s" + n, "Good", n % 10 == 3 ? "Bad" : "Good"));
    }
    assertThat(appends.stream().filter(append -> failed(append)).count()).isEqualTo(5);
    assertThat(store.head()).isEqualTo(90);
    assertThat(copied()).hasSize(90).endsWith(90L);
    new LogAssertions(database.dataSource()).assertIntact();
  }

  @Test
  void what_a_hook_could_not_do_for_now_is_told_to_its_append_and_to_no_other_of_the_batch() {
    List<CompletableFuture<AppendResult>> appends = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      appends.add(append("s" + n, n % 10 == 3 ? "Busy" : n % 10 == 7 ? "Locked" : "Good"));
    }
    assertThat(appends.stream().filter(append -> failed(append)).count()).isEqualTo(12);
    for (int n = 0; n < 60; n++) {
      StreamId stream = StreamId.of("s", "s" + n);
      List<Long> stored =
          store.readStream(StreamQuery.of(stream)).map(RecordedEvent::position).toList();
      if (n % 10 == 3 || n % 10 == 7) {
        assertThat(appends.get(n))
            .failsWithin(Duration.ofSeconds(20))
            .withThrowableOfType(ExecutionException.class)
            .withCauseInstanceOf(StoreUnavailableException.class)
            .withMessageContaining(n % 10 == 3 ? "somebody else is busy" : "locked");
        assertThat(stored).isEmpty();
      } else {
        assertThat(appends.get(n)).succeedsWithin(Duration.ofSeconds(20));
        assertThat(stored).containsExactly(appends.get(n).join().lastPosition());
      }
    }
    assertThat(copied()).hasSize(48);
    new LogAssertions(database.dataSource()).assertIntact();
  }

  @Test
  void a_hook_that_asks_for_what_waits_for_its_own_append_is_refused_at_once() {
    append("a", "One").join();
    Instant recorded = store.event(1).orElseThrow().recordedAt();
    AtomicReference<Instant> asked = new AtomicReference<>(recorded);
    AtomicLong told = new AtomicLong();
    try (PostgresEventStore asking =
        PostgresEventStore.builder(database.dataSource())
            .inline(log -> (transaction, events) -> told.set(log.positionAsOf(asked.get())))
            .build()) {
      StreamId stream = StreamId.of("s", "b");
      asking.append(stream, ExpectedVersion.any(), List.of(EventData.of("Two", "{}")));
      assertThat(told).hasValue(1);

      asked.set(Instant.now().plusSeconds(3600));
      List<EventData> events = List.of(EventData.of("Three", "{}"));
      long began = System.nanoTime();
      assertThatThrownBy(() -> asking.append(stream, ExpectedVersion.any(), events))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("within a hook");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      assertThat(asking.head()).isEqualTo(2);
    }
  }

  private static boolean failed(CompletableFuture<AppendResult> append) {
    return append.handle((result, failure) -> failure != null).join();
  }
}
