package io.tidemark.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jdbc.DirectConnections;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.LogDatabase;
import io.tidemark.store.LogPlace;
import io.tidemark.testdatabase.CuttingProxy;
import io.tidemark.testdatabase.Fault;
import io.tidemark.testdatabase.FaultyDataSource;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.ds.PGSimpleDataSource;

/** What those who wait look for themselves, by whether notifications get through. */
class HeadNotificationsTest {
  private static final String LISTENS =
      " where datname = current_database()"
          + " and (query like 'listen %' or query like '/* listens %')";

  private static final Duration A_DAY = Duration.ofDays(1);

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
    Processes.await("a session that listens", () -> !listening(where).isEmpty());
  }

  private static List<Long> listening(TestDatabase where) {
    return new Jdbc(where.dataSource())
        .query("select pid from pg_stat_activity" + LISTENS, row -> row.integer(1));
  }

  /** Which those who wait with so short a poll interval do only if somebody hears for them. */
  private void awaitWaitWithoutLook(HeadSignal signal) {
    Processes.await(
        "a wait without a look",
        () -> {
          looks.set(0);
          waitInVain(signal, Duration.ofMillis(500));
          return looks.get() == 0;
        });
  }

  private static void waitInVain(HeadSignal signal, Duration time) {
    waitInVain(signal, LogPlace.start(), time);
  }

  private static void waitInVain(HeadSignal signal, LogPlace place, Duration time) {
    assertThat(signal.awaitNews(place, time)).isFalse();
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
      awaitWaitWithoutLook(signal);

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
      long listening = listening(database).get(0);
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

  @Test
  void a_connection_that_brings_what_others_send_but_not_its_own_call_is_not_relied_on() {
    try (TestDatabase elsewhere = LogDatabase.create()) {
      HeadSignal signal = new HeadSignal(this::look, Duration.ofMillis(50));
      try (HeadNotifications notifications = notifications(signal, elsewhere)) {
        listen(notifications, elsewhere);
        new Jdbc(elsewhere.dataSource())
            .query("select pg_notify('tidemark_tidemark', '0')", row -> 0);
        waitInVain(signal, Duration.ofSeconds(1)); // it has been let through since
        looks.set(0);
        waitInVain(signal, Duration.ofSeconds(2));

        assertThat(looks).hasValueGreaterThanOrEqualTo(8);
      }
    }
  }

  @Test
  void what_one_sends_wakes_those_who_wait_elsewhere_each_time() throws Exception {
    HeadSignal signal = new HeadSignal(this::look, Duration.ofHours(1));
    try (HeadNotifications there = notifications(signal, database);
        HeadNotifications here =
            notifications(new HeadSignal(this::look, Duration.ofHours(1)), database)) {
      listen(there, database);
      for (int position = 1; position <= 3; position++) {
        LogPlace before = end.get();
        CompletableFuture<Boolean> waiting =
            CompletableFuture.supplyAsync(() -> signal.awaitNews(before, Duration.ofHours(1)));
        waitInVain(signal, before, Duration.ofSeconds(1)); // the looks that it begins with
        end.set(new LogPlace(position, Optional.of(UUID.randomUUID())));
        assertThat(waiting).isNotDone();

        here.send(position);

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void what_is_sent_is_the_latest_since_the_last_time_even_if_the_log_ends_earlier_now()
      throws Exception {
    try (Connection listening = database.dataSource().getConnection();
        Statement statement = listening.createStatement();
        HeadNotifications notifications =
            notifications(new HeadSignal(this::look, Duration.ofHours(1)), database)) {
      statement.execute("listen tidemark_tidemark");
      for (long position : new long[] {7, 3}) {
        notifications.send(position);

        assertThat(listening.unwrap(PGConnection.class).getNotifications(20_000))
            .extracting(PGNotification::getParameter)
            .containsExactly(Long.toString(position));
      }
    }
  }

  @Test
  void what_is_no_position_is_ignored() {
    HeadSignal signal = new HeadSignal(this::look, Duration.ofMillis(50));
    try (HeadNotifications notifications = notifications(signal, database)) {
      listen(notifications, database);
      awaitWaitWithoutLook(signal);
      List<Long> session = listening(database);

      for (String text : List.of("", "x", "-1", "9999999999999999999")) {
        jdbc.query("select pg_notify('tidemark_tidemark', ?)", row -> 0, text);
      }

      looks.set(0);
      waitInVain(signal, Duration.ofSeconds(1));
      assertThat(listening(database)).isEqualTo(session);
      assertThat(looks).hasValue(0);
    }
  }

  @Test
  void a_call_that_is_lost_is_made_again() {
    FaultyDataSource faulty = FaultyDataSource.around(database.dataSource());
    faulty.failCallsTo("getConnection", Fault.LOST_BEFORE);
    HeadSignal signal = new HeadSignal(this::look, Duration.ofMillis(50));
    try (HeadNotifications notifications =
        new HeadNotifications(
            new Jdbc(faulty),
            new DirectConnections(database.dataSource()),
            signal,
            "tidemark",
            new HeadNotifications.Times(A_DAY, Duration.ofMillis(500)))) {
      listen(notifications, database);

      awaitWaitWithoutLook(signal);
    }
    assertThat(faulty.hit()).isNotNull();
  }

  @Test
  void a_connection_is_replaced_after_its_lifetime() {
    HeadSignal signal = new HeadSignal(this::look, Duration.ofMillis(50));
    try (HeadNotifications notifications =
        new HeadNotifications(
            jdbc,
            new DirectConnections(database.dataSource()),
            signal,
            "tidemark",
            new HeadNotifications.Times(Duration.ofSeconds(2), A_DAY))) {
      listen(notifications, database);
      List<Long> first = listening(database);

      Processes.await("another session", () -> isReplaced(first));

      awaitWaitWithoutLook(signal);
    }
  }

  private boolean isReplaced(List<Long> first) {
    List<Long> now = listening(database);
    return !now.isEmpty() && Collections.disjoint(now, first);
  }

  @Test
  void an_error_does_not_end_it() {
    AtomicInteger tries = new AtomicInteger();
    PGSimpleDataSource source =
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            if (tries.incrementAndGet() == 1) {
              throw new StackOverflowError("injected");
            }
            return database.dataSource().getConnection();
          }
        };
    HeadSignal signal = new HeadSignal(this::look, Duration.ofMillis(50));
    try (HeadNotifications notifications =
        new HeadNotifications(jdbc, new DirectConnections(source), signal, "tidemark")) {
      listen(notifications, database);

      awaitWaitWithoutLook(signal);
    }
    assertThat(tries).hasValueGreaterThanOrEqualTo(2);
  }

  @Test
  void an_interrupt_makes_it_try_no_faster() {
    AtomicInteger tries = new AtomicInteger();
    PGSimpleDataSource away =
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            if (tries.incrementAndGet() == 1) {
              Thread.currentThread().interrupt();
            }
            throw new SQLException("away");
          }
        };
    HeadSignal signal = new HeadSignal(this::look, Duration.ofMillis(50));
    try (HeadNotifications notifications =
        new HeadNotifications(jdbc, new DirectConnections(away), signal, "tidemark")) {
      notifications.listen();
      Processes.await("the try after the interrupt", () -> tries.get() >= 2);
      waitInVain(signal, Duration.ofMillis(1_500));

      assertThat(tries).hasValueLessThanOrEqualTo(4);
    }
  }

  @Test
  void closing_breaks_off_a_connection_that_is_frozen() {
    URI address = URI.create(database.jdbcUrl().substring("jdbc:".length()));
    try (CuttingProxy proxy = CuttingProxy.to(address.getHost(), address.getPort())) {
      PGSimpleDataSource proxied = new PGSimpleDataSource();
      proxied.setUrl(
          database.jdbcUrl().replace(address.getAuthority(), "127.0.0.1:" + proxy.port()));
      proxied.setUser(database.user());
      proxied.setPassword(database.password());
      HeadSignal signal = new HeadSignal(this::look, Duration.ofMillis(50));
      try (HeadNotifications notifications =
          new HeadNotifications(jdbc, new DirectConnections(proxied), signal, "tidemark")) {
        listen(notifications, database);
        awaitWaitWithoutLook(signal);

        proxy.pause();
        Processes.await(
            "a look of the waiters, since whoever listens hangs",
            () -> {
              waitInVain(signal, Duration.ofMillis(100));
              return looks.get() > 0;
            });
      }
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("tidemark-listen-tidemark_tidemark");
    }
  }

  private boolean hasLooked(long session) {
    return jdbc.first(
            "select query from pg_stat_activity where pid = ? and query like '/* listens %'",
            row -> row.text(1), (int) session)
        .isPresent();
  }
}
