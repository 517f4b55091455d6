package io.tidemark.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jdbc.DirectConnections;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.LogDatabase;
import io.tidemark.store.LogPlace;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those who wait look for themselves, by whether notifications get through. */
class HeadNotificationsTest {
  private static final String LISTENS =
      " where datname = current_database()"
          + " and (query like 'listen %' or query like '/* listens %')";

  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicReference<LogPlace> end = new AtomicReference<>(LogPlace.start());
  private TestDatabase database;
  private Jdbc jdbc;

  @BeforeEach
  void create() {
    database = LogDatabase.create();
    jdbc = new Jdbc(database.dataSource());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private LogPlace look() {
    looks.incrementAndGet();
    return end.get();
  }

  private HeadNotifications notifications(HeadSignal signal, TestDatabase where) {
    return new HeadNotifications(
        jdbc, new DirectConnections(where.dataSource()), signal, "tidemark");
  }

  private static void listen(HeadNotifications notifications, TestDatabase where) {
    notifications.listen();
    Processes.await(
        "a session that listens",
        () ->
            !new Jdbc(where.dataSource())
                .query("select pid from pg_stat_activity" + LISTENS, row -> row.integer(1))
                .isEmpty());
  }

  private static void waitInVain(HeadSignal signal, Duration time) {
    assertThat(signal.awaitNews(LogPlace.start(), time)).isFalse();
  }

  /** As a subscription waits: again and again. */
  private static CompletableFuture<Boolean> waiting(HeadSignal signal, Duration time) {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    new Thread(
            () -> {
              long end = System.nanoTime() + time.toNanos();
              boolean hasNews = false;
              while (!hasNews && System.nanoTime() - end < 0) {
                hasNews = signal.awaitNews(LogPlace.start(), Duration.ofMillis(300));
              }
              result.complete(hasNews);
            })
        .start();
    return result;
  }

  @Test
  void three_who_wait_and_hear_leave_the_looks_to_whoever_listens() {
    HeadSignal signal = new HeadSignal(this::look, Duration.ofMillis(100));
    try (HeadNotifications notifications = notifications(signal, database)) {
      listen(notifications, database);
      Processes.await(
          "a wait without a look",
          () -> {
            looks.set(0);
            waitInVain(signal, Duration.ofMillis(500));
            return looks.get() == 0;
          });

      CompletableFuture.allOf(
              waiting(signal, Duration.ofSeconds(3)),
              waiting(signal, Duration.ofSeconds(3)),
              waiting(signal, Duration.ofSeconds(3)))
          .join();

      assertThat(looks).hasValueLessThanOrEqualTo(3);
    }
  }

  @Test
  void a_connection_that_brings_no_notification_is_not_relied_on() {
    try (TestDatabase elsewhere = LogDatabase.create()) {
      HeadSignal signal = new HeadSignal(this::look, Duration.ofMillis(50));
      try (HeadNotifications notifications = notifications(signal, elsewhere)) {
        listen(notifications, elsewhere);
        waitInVain(signal, Duration.ofSeconds(2));

        assertThat(looks).hasValueGreaterThanOrEqualTo(8);
      }
    }
  }

  @Test
  void a_connection_that_is_cut_makes_those_who_wait_look() throws Exception {
    HeadSignal signal = new HeadSignal(this::look, Duration.ofHours(1));
    try (HeadNotifications notifications = notifications(signal, database)) {
      waitInVain(signal, Duration.ofMillis(1)); // with the look that it begins with
      assertThat(looks).hasValue(1);
      listen(notifications, database);
      long listening =
          jdbc.first("select pid from pg_stat_activity" + LISTENS, row -> row.integer(1))
              .orElseThrow();
      Processes.await(
          "the look after the call was heard, by who waits or who listens",
          () -> {
            waitInVain(signal, Duration.ofMillis(50));
            return looks.get() == 2 || hasLooked(listening);
          });
      CompletableFuture<Boolean> waiting = waiting(signal, Duration.ofMinutes(10));
      waitInVain(signal, Duration.ofMillis(100));
      end.set(new LogPlace(1, Optional.of(UUID.randomUUID())));
      assertThat(waiting).isNotDone();

      assertThat(jdbc.query("select pg_terminate_backend(?)", row -> row.truth(1), (int) listening))
          .containsExactly(true);

      assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private boolean hasLooked(long session) {
    return jdbc.first(
            "select query from pg_stat_activity where pid = ? and query like '/* listens %'",
            row -> row.text(1), (int) session)
        .isPresent();
  }
}
