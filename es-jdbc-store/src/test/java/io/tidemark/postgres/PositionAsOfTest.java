package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What was answered for a time of recording stays the answer, also beside an append that is slow.
 */
class PositionAsOfTest {
  private static final StreamId STREAM = StreamId.of("account", "1");
  private static final String SLOW =
      "select * from tidemark.append_one('account', '1', -1, gen_random_uuid(), 'T', '{}', '{}', 0)";

  private TestDatabase database;
  private Jdbc jdbc;
  private PostgresEventStore store;

  @BeforeEach
  void openStore() {
    database = LogDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    store = PostgresEventStore.builder(database.dataSource()).build();
    append();
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private void append() {
    store.append(STREAM, ExpectedVersion.any(), List.of(EventData.of("T", "{}")));
  }

  private long positionAsOf(Instant time) {
    return jdbc.first("select tidemark.position_as_of(?)", row -> row.integer(1), time)
        .orElseThrow();
  }

  private Instant serverTime() {
    return jdbc.first("select clock_timestamp()", row -> row.instant(1)).orElseThrow();
  }

  /** Asks while an append is under way that was recorded before, and commits it once that waits. */
  private <T> T askBesideASlowAppend(Supplier<T> question) throws Exception {
    try (Connection slow = database.dataSource().getConnection();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute(SLOW);
      CompletableFuture<T> answer = CompletableFuture.supplyAsync(question);
      awaitWaitingOr(answer);
      slow.commit();
      return answer.get(20, TimeUnit.SECONDS);
    }
  }

  private void awaitWaitingOr(CompletableFuture<?> answer) throws InterruptedException {
    String waiting =
        "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
            + " where d.datname = current_database() and l.locktype = 'advisory' and not l.granted";
    Instant deadline = Instant.now().plusSeconds(20);
    while (!answer.isDone()
        && jdbc.first(waiting, row -> row.integer(1)).orElseThrow() == 0
        && Instant.now().isBefore(deadline)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void an_answer_waits_for_the_append_under_way() throws Exception {
    Instant[] asked = new Instant[1];
    long first =
        askBesideASlowAppend(
            () -> {
              asked[0] = serverTime();
              return positionAsOf(asked[0]);
            });
    append();
    assertThat(first).isEqualTo(2).isEqualTo(positionAsOf(asked[0]));
  }

  @Test
  void the_log_and_a_stream_as_of_a_time_wait_for_it_too() throws Exception {
    Instant[] asked = new Instant[1];
    for (long n = 2; n <= 3; n++) {
      boolean wholeLog = n == 2;
      Supplier<Long> question =
          () -> {
            asked[0] = serverTime();
            return last(wholeLog, asked[0]);
          };
      assertThat(askBesideASlowAppend(question)).isEqualTo(n);
      append();
      assertThat(last(wholeLog, asked[0])).isEqualTo(n);
      jdbc.update("delete from tidemark.events where position > ?", n);
    }
  }

  private long last(boolean wholeLog, Instant time) {
    AsOf point = AsOf.recordedAt(time);
    try (Stream<RecordedEvent> events =
        wholeLog
            ? store.readAll(LogQuery.all().until(point))
            : store.readStream(StreamQuery.of(STREAM).until(point))) {
      return events.mapToLong(RecordedEvent::position).max().orElse(0);
    }
  }

  @Test
  void a_time_that_is_not_after_the_head_is_answered_without_waiting() throws Exception {
    Instant head =
        jdbc.first("select max(recorded_at) from tidemark.events", row -> row.instant(1))
            .orElseThrow();
    try (Connection slow = database.dataSource().getConnection();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute(SLOW);
      assertThat(positionAsOf(head)).isEqualTo(1);
      assertThat(positionAsOf(head.minusNanos(1_000))).isZero();
      slow.rollback();
    }
  }

  @Test
  void a_clock_that_is_a_little_ahead_is_waited_for() {
    Instant soon = serverTime().plusMillis(300);
    long answer = positionAsOf(soon);
    assertThat(serverTime()).isAfter(soon);
    append();
    assertThat(positionAsOf(soon)).isEqualTo(answer).isEqualTo(1);
  }

  @Test
  void a_time_that_is_far_off_is_answered_as_of_now() {
    assertThat(positionAsOf(serverTime().plus(Duration.ofDays(1)))).isEqualTo(1);
    append();
    assertThat(positionAsOf(serverTime().plus(Duration.ofDays(1)))).isEqualTo(2);
  }

  @Test
  void whoever_asks_in_a_long_transaction_holds_up_nobody() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      statement.execute("select tidemark.position_as_of(clock_timestamp())");
      append();
      connection.rollback();
    }
    assertThat(store.head()).isEqualTo(2);
  }

  @Test
  void a_snapshot_that_could_not_see_the_answer_is_refused() {
    Instant now = serverTime();
    assertThatThrownBy(() -> positionInSnapshot(now))
        .hasMessageContaining("expected isolation level read committed, actual repeatable read");
    append();
    assertThat(positionInSnapshot(now)).isEqualTo(1);
  }

  private long positionInSnapshot(Instant time) {
    return jdbc.inSnapshot(
        session ->
            session
                .first("select tidemark.position_as_of(?)", row -> row.integer(1), time)
                .orElseThrow());
  }

  @Test
  void an_append_that_does_not_end_is_told_after_a_while() throws SQLException {
    jdbc.update("alter function tidemark.position_as_of set lock_timeout = '100ms'");
    try (Connection slow = database.dataSource().getConnection();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute(SLOW);
      Instant now = serverTime();
      assertThatThrownBy(() -> positionAsOf(now))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("expected the append under way to end within 100ms");
      slow.rollback();
    }
  }

  /** A lock of the session, granted in the moment of the cancel, would stay with a pooled one. */
  @Test
  void a_cancelled_question_leaves_no_lock_behind() throws Exception {
    String lock = "select pg_advisory_xact_lock(hashtextextended('tidemark', 7436))";
    try (Connection appending = database.dataSource().getConnection();
        Connection asking = database.dataSource().getConnection();
        Statement append = appending.createStatement();
        Statement ask = asking.createStatement()) {
      appending.setAutoCommit(false);
      for (int round = 0; round < 100; round++) {
        append.execute(lock);
        CompletableFuture<Boolean> question = CompletableFuture.supplyAsync(() -> answered(ask));
        Processes.await("the question to wait", () -> !locks(false).isEmpty());
        CompletableFuture<Void> cancel =
            CompletableFuture.runAsync(
                () ->
                    jdbc.query(
                        "select pg_cancel_backend(pid) from pg_locks"
                            + " where locktype = 'advisory' and mode = 'ShareLock'",
                        row -> row.truth(1)));
        appending.commit();
        cancel.join();
        question.join();
        assertThat(locks(true)).isEmpty();
      }
    }
  }

  private static boolean answered(Statement ask) {
    try {
      ask.executeQuery("select tidemark.position_as_of(now())").close();
      return true;
    } catch (SQLException cancelled) {
      return false;
    }
  }

  private List<Long> locks(boolean granted) {
    return jdbc.query(
        "select pid from pg_locks where locktype = 'advisory' and granted = ? and database ="
            + " (select oid from pg_database where datname = current_database())",
        row -> row.integer(1),
        granted);
  }
}
