package io.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.testdatabase.TestDatabase;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results that are handed out part by part. */
class RowCursorTest {
  private final TestDatabase database = TestDatabase.create();
  private final HikariDataSource pool = pool();
  private final Jdbc jdbc = new Jdbc(pool);

  private HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(2_000);
    return new HikariDataSource(config);
  }

  @AfterEach
  void close() {
    pool.close();
    database.close();
  }

  private Stream<Long> numbers(String sql) {
    return jdbc.stream(session -> {}, sql, row -> row.integer(1));
  }

  /** As a whole it would take more memory than there is, and a minute. */
  @Test
  @Timeout(20)
  void a_hundred_million_rows_are_begun_at_once_and_left_when_one_likes() {
    try (Stream<Long> all = numbers("select generate_series(1, 100000000)")) {
      Iterator<Long> rest = all.iterator();
      for (long i = 1; i <= 5_000; i++) {
        assertThat(rest.next()).isEqualTo(i);
      }
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(1);
    }
    assertGivenBack();
  }

  @Test
  void the_last_row_gives_the_connection_back_and_closing_again_does_nothing() {
    Stream<Long> all = numbers("select generate_series(1, 2345)");
    assertThat(all.mapToLong(i -> i).sum()).isEqualTo(2345L * 2346 / 2);
    assertGivenBack();
    all.close();
    assertGivenBack();
  }

  @Test
  void all_rows_are_of_one_moment() {
    jdbc.update("create table t (i bigint)");
    jdbc.update("insert into t select generate_series(1, 3000)");
    try (HikariDataSource other = pool();
        Stream<Long> all = numbers("select i from t order by i")) {
      Iterator<Long> rest = all.iterator();
      rest.next();
      new Jdbc(other).update("delete from t");
      List<Long> seen = new java.util.ArrayList<>();
      rest.forEachRemaining(seen::add);
      assertThat(seen).hasSize(2999);
    }
  }

  @Test
  void an_error_at_the_beginning_or_amid_the_rows_gives_the_connection_back() {
    assertThatThrownBy(() -> numbers("select nothing"))
        .isInstanceOf(StatementFailedException.class);
    assertGivenBack();
    assertThatThrownBy(
            () ->
                jdbc.stream(
                    session -> {
                      throw new IllegalStateException("no");
                    },
                    "select 1",
                    row -> row.integer(1)))
        .hasMessage("no");
    assertGivenBack();
    try (Stream<Long> all = numbers("select 1 / (900 - generate_series(1, 2000))")) {
      assertThatThrownBy(all::toList).isInstanceOf(StatementFailedException.class);
    }
    assertGivenBack();
  }

  /** As it was: with its isolation, and without a transaction. */
  private void assertGivenBack() {
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    assertThat(jdbc.first("select current_setting('transaction_isolation')", row -> row.text(1)))
        .contains("read committed");
  }
}
