package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.testdatabase.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The function in SQL as any client can call it, and what others can do to it with locks. */
class AppendFunctionTest {
  private static final String APPEND =
      "select outcome, first_version, first_position from tidemark.append(array['account'], array['1'], array[1],"
          + " array[%s]::bigint[], array[1], array[1], array[gen_random_uuid()], array['T'], array['{}'], array['{}'],"
          + " array[%s]::bigint[])";

  private TestDatabase database;
  private Jdbc jdbc;

  @BeforeEach
  void createLog() {
    database = LogDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    PostgresMigrations.migrate(database.dataSource(), "tidemark");
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  private String append(String expected, String occurredAt) {
    return outcome(APPEND.formatted(expected, occurredAt));
  }

  private String outcome(String sql) {
    return jdbc.first(sql, row -> row.text(1) + row.integer(2) + "@" + row.integer(3))
        .orElseThrow();
  }

  @Test
  void says_for_each_condition_what_became_of_it() {
    assertThat(append("-2", "0")).isEqualTo("V0@0");
    assertThat(append("0", "0")).isEqualTo("A1@1");
    assertThat(append("0", "0")).isEqualTo("V1@0");
    assertThat(append("1", "0")).isEqualTo("A2@2");
    assertThat(append("-1", "0")).isEqualTo("A3@3");
    assertThat(append("-2", "0")).isEqualTo("A4@4");
  }

  @Test
  void one_event_is_judged_as_in_a_batch() {
    String one =
        "select outcome, first_version, first_position from tidemark.append_one('account', '1', %s,"
            + " '00000000-0000-0000-0000-00000000000%s', 'T', '%s', '{}', 0)";
    assertThat(outcome(one.formatted("-2", "1", "{}"))).isEqualTo("V0@0");
    assertThat(outcome(one.formatted("0", "1", "{}"))).isEqualTo("A1@1");
    assertThat(outcome(one.formatted("0", "1", "{}"))).isEqualTo("D1@1");
    assertThat(outcome(one.formatted("1", "1", "[]"))).isEqualTo("I0@1");
    assertThat(outcome(one.formatted("0", "2", "{}"))).isEqualTo("V1@0");
    assertThat(outcome(one.formatted("-1", "2", "{}"))).isEqualTo("A2@2");
    assertThat(outcome(one.formatted("-2", "3", "{}"))).isEqualTo("A3@3");
  }

  @Test
  void a_group_that_is_refused_leaves_no_trace_for_the_rest_of_its_batch() {
    String groups =
        "select outcome, first_version, first_position from tidemark.append(array['account','b'], array['1','2'],"
            + " array[1,2,1,2], array[0,7,0,0]::bigint[], array[1,1,1,0], array[1,2,3],"
            + " array[gen_random_uuid(), gen_random_uuid(), gen_random_uuid()], array_fill('T'::text, array[3]),"
            + " array_fill('{}'::text, array[3]), array_fill('{}'::text, array[3]),"
            + " array_fill(0::bigint, array[3]), request_groups => array[1,1,2,2])";
    assertThat(jdbc.query(groups, row -> row.text(1) + row.integer(2) + "@" + row.integer(3)))
        .containsExactly("G1@1", "V0@0", "A1@1", "A1@2");
    assertThat(jdbc.query("select 1 from tidemark.events", row -> 1)).hasSize(1);
  }

  @Test
  void a_batch_with_an_event_that_comes_twice_is_refused_as_a_whole() {
    String twins =
        "select outcome from tidemark.append(array['account','b'], array['1','2'],"
            + " array[1,2,1], array[0,0,2]::bigint[], array[2,1,1], array[1,1,2,3],"
            + " array['ID1','ID2','ID3','ID1']::uuid[], array_fill('T'::text, array[4]),"
            + " array['1','2','3','1'], array_fill('{}'::text, array[4]),"
            + " array_fill(0::bigint, array[4]))";
    twins = twins.replace("ID", "00000000-0000-0000-0000-00000000000");
    String statement = twins;
    assertThatThrownBy(() -> jdbc.query(statement, row -> row.text(1)))
        .isInstanceOf(StatementFailedException.class)
        .hasMessageContaining("events_event_id");
    assertThat(jdbc.query("select 1 from tidemark.events", row -> 1)).isEmpty();
  }

  @Test
  void keeps_times_to_the_microsecond_before_and_long_after_1970() {
    append("-1", "-62135596799999999");
    append("-1", "253402300799999999");
    assertThat(
            jdbc.query(
                "select occurred_at at time zone 'UTC' from tidemark.events order by position",
                row -> row.text(1)))
        .containsExactly("0001-01-01 00:00:00.000001", "9999-12-31 23:59:59.999999");
  }

  @Test
  void refuses_an_isolation_level_under_which_the_head_would_be_stale() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      for (String append :
          List.of(
              APPEND.formatted("-1", "0"),
              "select tidemark.append_one('a', '1', -1, gen_random_uuid(), 'T', '{}', '{}', 0)")) {
        assertThatThrownBy(() -> statement.execute(append))
            .hasMessageContaining(
                "expected isolation level read committed, actual repeatable read");
        connection.rollback();
      }
    }
  }

  @Test
  void shows_the_log_to_people_with_data_that_sql_can_look_into() {
    append("0", "0");
    assertThat(
            jdbc.query(
                "select stream from tidemark.event_log where data @> '{}'", row -> row.text(1)))
        .containsExactly("account-1");
  }

  @Test
  void shows_the_rest_of_the_log_beside_an_event_whose_data_sql_cannot_hold() {
    append("0", "0");
    String one =
        "select tidemark.append_one('account', '1', 1, gen_random_uuid(), 'T', '%s', '{}', 0)";
    jdbc.query(one.formatted("{\"x\":1E200000}"), row -> 1);
    jdbc.query(one.replace(", 1,", ", 2,").formatted("[\"\\u0000\"]"), row -> 1);
    assertThat(
            jdbc.query(
                "select data from tidemark.event_log order by position",
                row -> String.valueOf(row.object(1))))
        .containsExactly("{}", "null", "null");
  }

  @Test
  void shows_the_rest_of_the_log_beside_an_event_that_is_nested_too_deep_to_be_parsed() {
    append("0", "0");
    String one =
        "select tidemark.append_one('account', '1', -1, gen_random_uuid(), 'T', %s, '{}', 0)";
    for (String deep :
        List.of(
            "repeat('[', 1000000)",
            "repeat('[', 20000) || repeat(']', 20000)",
            "repeat('{\"a\":', 20000) || '1' || repeat('}', 20000)",
            // each level closes as many brackets as it opens, but in a text
            "repeat('[\"\\\\\\\"]\",', 20000) || '1' || repeat(']', 20000)")) {
      jdbc.query(one.formatted(deep), row -> 1);
    }
    // as many brackets, and not deep
    jdbc.query(one.formatted("'[' || repeat('[\"[\"],', 20000) || '1]'"), row -> 1);
    assertThat(
            jdbc.query(
                "select coalesce(jsonb_array_length(nullif(data, '{}')), -1)"
                    + " from tidemark.event_log order by position",
                row -> row.integer(1)))
        .containsExactly(-1L, -1L, -1L, -1L, -1L, 20_001L);
  }

  @Test
  void metadata_that_is_nested_too_deep_to_be_parsed_is_refused() {
    String append =
        "select tidemark.append_one('account', '1', -1, gen_random_uuid(), 'T', '{}',"
            + " repeat('{\"a\":', 20000) || '1' || repeat('}', 20000), 0)";
    assertThatThrownBy(() -> jdbc.query(append, row -> 1))
        .isInstanceOf(StatementFailedException.class);
    assertThat(jdbc.query("select 1 from tidemark.event_log", row -> 1)).isEmpty();
  }

  @Test
  void a_held_ordering_lock_fails_an_append_in_time_and_stores_nothing() throws SQLException {
    try (PostgresEventStore store =
            PostgresEventStore.builder(database.dataSource())
                .lockTimeout(Duration.ofMillis(100))
                .build();
        Connection holder = database.dataSource().getConnection();
        Statement statement = holder.createStatement()) {
      StreamId stream = StreamId.of("account", "1");
      List<EventData> events = List.of(EventData.of("T", "{}"));
      holder.setAutoCommit(false);
      statement.execute(APPEND.formatted("-1", "0"));
      assertThatThrownBy(() -> store.append(stream, ExpectedVersion.any(), events))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("55P03");
      assertThat(store.head()).isZero();

      holder.rollback();
      assertThat(store.append(stream, ExpectedVersion.any(), events).lastPosition()).isEqualTo(1);
    }
  }

  @Test
  void plans_never_scan_the_table_though_they_are_made_while_it_is_empty() {
    long scansBefore = tableScans();
    try (PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      for (int n = 0; n < 500; n++) {
        store.append(
            StreamId.of("account", "k" + n),
            ExpectedVersion.noStream(),
            List.of(EventData.of("T", "{}"), EventData.of("T", "{}")));
        store.append(
            StreamId.of("account", "k" + n),
            ExpectedVersion.exactly(2),
            List.of(EventData.of("T", "{}")));
      }
    }
    assertThat(tableScans()).isEqualTo(scansBefore);
  }

  private long tableScans() {
    String sql = "select pg_stat_get_numscans('tidemark.events'::regclass)";
    return jdbc.first(sql, row -> row.integer(1)).orElseThrow();
  }
}
