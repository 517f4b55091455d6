package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.LogQuery;
import io.tidemark.testdatabase.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Writers that commit late beside a reader that never rests: the way to lose an event. The same
 * check is made of a table with an identity column, where it must fail, so that it is known to see
 * what it looks for: there, one writer commits only when the reader has gone past its row.
 */
class LateCommitTest {
  private static final int WRITERS = 8;
  private static final int APPENDS = 60;

  private TestDatabase database;
  private Jdbc jdbc;

  @BeforeEach
  void createDatabase() {
    database = LogDatabase.create();
    jdbc = new Jdbc(database.dataSource());
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void a_reader_of_the_log_misses_nothing_and_sees_all_in_order() throws Exception {
    try (PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      store.append(
          StreamId.of("first", "1"), ExpectedVersion.any(), List.of(EventData.of("T", "{}")));
      List<Long> seen =
          readWhile(() -> writeLate(APPEND), after -> readLog(store, after), store::head);
      assertThat(seen).hasSize(1 + WRITERS * APPENDS).isEqualTo(upTo(seen.size()));
    }
  }

  @Test
  void a_reader_of_an_identity_column_misses_events() throws Exception {
    jdbc.update(
        "create table naive (position bigint generated always as identity primary key, key text)");
    String insert = "insert into naive (key) values ('%s')";
    CountDownLatch passed = new CountDownLatch(1);
    try (Connection overtaken = database.dataSource().getConnection()) {
      overtaken.setAutoCommit(false);
      execute(overtaken, insert.formatted("overtaken"));
      List<Long> seen =
          readWhile(
              () -> {
                writeLate(insert);
                commitAfter(passed, overtaken);
              },
              after -> {
                List<Long> page =
                    jdbc.query(
                        "select position from naive where position > ? order by position",
                        row -> row.integer(1),
                        after);
                if (!page.isEmpty()) {
                  passed.countDown();
                }
                return page;
              },
              () ->
                  jdbc.first("select max(position) from naive", row -> row.integer(1)).orElse(0L));
      assertThat(seen).hasSizeLessThan(1 + WRITERS * APPENDS).doesNotContain(1L);
    }
  }

  @Test
  void one_slow_transaction_holds_its_events_back_and_no_reader_skips_them() throws Exception {
    try (PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build();
        Connection slow = database.dataSource().getConnection()) {
      slow.setAutoCommit(false);
      execute(slow, APPEND.formatted("slow", "00000000-0000-0000-0000-000000000001"));

      CompletableFuture<Long> fast =
          CompletableFuture.supplyAsync(
              () ->
                  store
                      .append(
                          StreamId.of("account", "fast"),
                          ExpectedVersion.any(),
                          List.of(EventData.of("T", "{}")))
                      .lastPosition());
      assertThat(store.awaitBeyond(0, Duration.ofMillis(200))).isFalse();
      assertThat(readLog(store, 0)).isEmpty();

      slow.commit();
      assertThat(fast.get(10, TimeUnit.SECONDS)).isEqualTo(2);
      assertThat(readLog(store, 0)).containsExactly(1L, 2L);
    }
  }

  private static final String APPEND =
      "select * from tidemark.append(array['account'], array['%s'], array[1], array[-1]::bigint[], array[1],"
          + " array[1], array[%s]::uuid[], array['T'], array['{}'], array['{}'], array[0]::bigint[])"
              .replace("%s]::uuid", "coalesce(nullif('%s', ''), gen_random_uuid()::text)]::uuid");

  /**
   * Each writer leaves its transaction open for a moment after it wrote; every fifth is rolled
   * back.
   */
  private void writeLate(String sql) {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      List<CompletableFuture<Void>> done = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String key = "w" + i;
        done.add(CompletableFuture.runAsync(() -> write(sql.formatted(key, "")), writers));
      }
      done.forEach(CompletableFuture::join);
    } finally {
      writers.shutdown();
    }
  }

  private static void commitAfter(CountDownLatch passed, Connection connection) {
    try {
      assertThat(passed.await(60, TimeUnit.SECONDS)).isTrue();
      connection.commit();
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(String sql) {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      for (int n = 0; n < APPENDS; n++) {
        execute(connection, sql);
        if (n % 5 == 0) {
          connection.rollback();
          execute(connection, sql);
        }
        TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(2_000));
        connection.commit();
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Reads on from the last position seen, without a pause, until the writers are done and the end
   * is reached.
   */
  private static List<Long> readWhile(
      Runnable writing, LongFunction<List<Long>> readAfter, LongSupplier head) throws Exception {
    CompletableFuture<Void> writers = CompletableFuture.runAsync(writing);
    List<Long> seen = new ArrayList<>();
    long last = 0;
    while (!writers.isDone() || last < head.getAsLong()) {
      List<Long> page = readAfter.apply(last);
      seen.addAll(page);
      last = page.isEmpty() ? last : page.get(page.size() - 1);
    }
    writers.get();
    return seen;
  }

  private static List<Long> readLog(PostgresEventStore store, long after) {
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all().after(after))) {
      return events.map(RecordedEvent::position).toList();
    }
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
