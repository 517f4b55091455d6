package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.LogGapException;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One log, several stores: what processes on one database are to each other. */
class SeveralStoresTest {
  private TestDatabase database;

  @BeforeEach
  void createDatabase() {
    database = LogDatabase.create();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  private PostgresEventStore open() {
    return PostgresEventStore.builder(database.dataSource()).build();
  }

  @Test
  void stores_that_append_at_once_make_one_log_without_a_hole() {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (PostgresEventStore one = open();
        PostgresEventStore two = open()) {
      CompletableFuture<List<UUID>> first =
          CompletableFuture.supplyAsync(
              () -> LostConnectionTest.appendFromThreads(threads, 3, 100, one));
      List<UUID> second = new ArrayList<>();
      for (int n = 0; n < 100; n++) {
        EventData event = EventData.of("T", "{}");
        two.append(StreamId.of("other", "1"), ExpectedVersion.exactly(n), List.of(event));
        second.add(event.id());
      }
      assertThat(
              new LogAssertions(database.dataSource())
                  .assertIntact()
                  .assertHoldsOnce(first.join())
                  .assertHoldsOnce(second)
                  .count())
          .isEqualTo(400);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void a_waiting_store_is_told_of_the_append_of_another_long_before_it_would_look() {
    try (PostgresEventStore waiting =
            PostgresEventStore.builder(database.dataSource())
                .pollInterval(Duration.ofHours(1))
                .build();
        PostgresEventStore other = open()) {
      waiting.awaitBeyond(0, Duration.ofMillis(1)); // listens from here on
      awaitListener();
      CompletableFuture<Boolean> grown =
          CompletableFuture.supplyAsync(() -> waiting.awaitBeyond(0, Duration.ofSeconds(30)));
      other.append(StreamId.of("s", "1"), ExpectedVersion.any(), List.of(EventData.of("T", "{}")));
      assertThat(grown.join()).isTrue();
    }
  }

  private void awaitListener() {
    Jdbc jdbc = new Jdbc(database.dataSource());
    io.tidemark.testdatabase.Processes.await(
        "a session that listens",
        () ->
            !jdbc.query(
                    "select pid from pg_stat_activity where datname = current_database()"
                        + " and (query like 'listen %' or query like '/* listens %')",
                    row -> row.integer(1))
                .isEmpty());
  }

  @Test
  void without_notifications_a_waiting_store_looks_for_itself() {
    try (PostgresEventStore waiting = open()) {
      CompletableFuture<Boolean> grown =
          CompletableFuture.supplyAsync(() -> waiting.awaitBeyond(0, Duration.ofSeconds(30)));
      new Jdbc(database.dataSource())
          .query(
              "select outcome from tidemark.append(array['a'], array['1'], array[1], array[-1]::bigint[], array[1],"
                  + " array[1], array[gen_random_uuid()], array['T'], array['{}'], array['{}'],"
                  + " array[0]::bigint[])",
              row -> row.text(1));
      assertThat(grown.join()).isTrue();
    }
  }

  @Test
  void a_pool_that_is_all_taken_does_not_keep_writers_from_writing() {
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(database.jdbcUrl());
      pool.setUsername(database.user());
      pool.setPassword(database.password());
      pool.setMaximumPoolSize(2);
      try (PostgresEventStore store = PostgresEventStore.builder(pool).build()) {
        Jdbc readers = new Jdbc(pool);
        List<CompletableFuture<Long>> nested =
            Stream.iterate(0, n -> n + 1)
                .limit(50)
                .map(
                    n ->
                        CompletableFuture.supplyAsync(
                            () -> readers.inSession(session -> appendOne(store, n)), threads))
                .toList();
        assertThat(nested.stream().map(CompletableFuture::join))
            .doesNotHaveDuplicates()
            .hasSize(50);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static long appendOne(PostgresEventStore store, int n) {
    return store
        .append(
            StreamId.of("account", "k" + n),
            ExpectedVersion.noStream(),
            List.of(EventData.of("T", "{}")))
        .lastPosition();
  }

  @Test
  void a_removed_event_stops_whoever_reads_the_whole_log() {
    try (PostgresEventStore store = open()) {
      for (int n = 0; n < 5; n++) {
        appendOne(store, n);
      }
      new Jdbc(database.dataSource()).update("delete from tidemark.events where position = 3");
      try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
        assertThatThrownBy(events::toList)
            .isInstanceOf(LogGapException.class)
            .hasMessage("Gap in the log: expected position 3, actual 4");
      }
    }
  }

  @Test
  void events_of_a_megabyte_are_read_in_pages_of_few() {
    try (PostgresEventStore store = open()) {
      String big = "\"" + "x".repeat(1_000_000) + "\"";
      StreamId stream = StreamId.of("big", "1");
      for (int n = 0; n < 12; n++) {
        store.append(stream, ExpectedVersion.any(), List.of(EventData.of("T", big)));
      }
      try (Stream<RecordedEvent> events = store.readStream(StreamQuery.of(stream).backward())) {
        assertThat(events.map(RecordedEvent::version))
            .containsExactly(12L, 11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
      }
      try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
        assertThat(events.map(RecordedEvent::position))
            .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
      }
    }
  }
}
