package io.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SqlStatementTest {
  private static final String MINUTES =
      "SELECT account, window_start, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE)) GROUP BY account, window_start, window_end";

  @Test
  void a_query_has_columns_with_names_and_types_and_the_tables_that_it_names() {
    CompiledQuery query =
        query("SELECT d.*, fee + 1 AS more, amount * 2 FROM Deposited AS d WHERE Account = 'a'");
    assertThat(query.columns().stream().map(SqlColumn::toString))
        .containsExactly(
            "account VARCHAR",
            "branch VARCHAR",
            "amount BIGINT",
            "fee DECIMAL(10, 2)",
            "position BIGINT",
            "stream VARCHAR",
            "occurred_at TIMESTAMP",
            "recorded_at TIMESTAMP",
            "more DECIMAL(22, 2)",
            "EXPR$9 BIGINT");
  }

  @Test
  void a_table_that_is_named_twice_is_one_source() {
    CompiledQuery query =
        query("SELECT account FROM deposited UNION ALL SELECT branch FROM deposited");
    assertThat(query.sources().stream().map(SqlTable::name)).containsExactly("deposited");
    assertThat(query.eventTables()).hasSize(1);
  }

  @Test
  void a_view_has_a_name_and_options() {
    SqlStatement view =
        SqlStatement.parse(
            "-- totals\nCREATE VIEW minutes WITH ('delay' = '30 s', 'emit'='always') AS " + MINUTES,
            TestTables.ACCOUNTS,
            Emission.CLOSED);
    assertThat(view.name()).contains("minutes");
    assertThat(view.options())
        .isEqualTo(
            new QueryOptions(Optional.of(Duration.ofSeconds(30)), Optional.of(Emission.ALWAYS)));
    assertThat(emission(view.query())).isEqualTo(Emission.ALWAYS);
  }

  @Test
  void a_view_has_an_idle_time() {
    SqlStatement view =
        SqlStatement.parse(
            "CREATE VIEW minutes WITH ('idle' = '500 ms') AS " + MINUTES, TestTables.ACCOUNTS);
    assertThat(view.options().idle()).contains(Duration.ofMillis(500));
  }

  @Test
  void options_of_a_caller_are_limited_as_those_of_a_view() {
    Optional<Duration> tooLong = Optional.of(Duration.ofSeconds(Long.MAX_VALUE));
    Optional<Duration> none = Optional.empty();
    for (ThrowingCallable options :
        List.<ThrowingCallable>of(
            () -> new QueryOptions(tooLong, Optional.empty(), none, none),
            () -> new QueryOptions(none, Optional.empty(), tooLong, none),
            () -> new QueryOptions(none, Optional.empty(), none, tooLong))) {
      assertThatThrownBy(options)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "of a statement: expected at most 100000 days, actual PT2562047788");
    }
  }

  @Test
  void windows_are_there_when_they_close_unless_the_statement_is_told_otherwise() {
    assertThat(emission(query(MINUTES))).isEqualTo(Emission.CLOSED);
    SqlStatement always = SqlStatement.parse(MINUTES, TestTables.ACCOUNTS, Emission.ALWAYS);
    assertThat(always.name()).isEmpty();
    assertThat(always.options()).isEqualTo(QueryOptions.NONE);
    assertThat(emission(always.query())).isEqualTo(Emission.ALWAYS);
  }

  @Test
  void sums_over_rows_before_are_there_at_once() {
    Plan plan =
        query(
                "SELECT `position`, SUM(amount) OVER (PARTITION BY account ORDER BY occurred_at ROWS 2 PRECEDING) AS s FROM deposited")
            .plan();
    Plan.Over over = (Plan.Over) ((Plan.Project) plan).input();
    Plan.Order.OfTime order = (Plan.Order.OfTime) over.order();
    assertThat(order.emission()).isEqualTo(Emission.ALWAYS);
    assertThat(order.frame()).isEqualTo(new Frame.Rows(2));
  }

  @Test
  void the_statement_and_what_it_means_are_equal_however_it_is_written() {
    assertThat(query("select ACCOUNT, Sum(Amount) as s from DEPOSITED group by account").plan())
        .isEqualTo(
            query("SELECT account, SUM(amount) AS s FROM deposited GROUP BY account").plan());
  }

  @Test
  void a_semicolon_may_end_a_statement() {
    assertThat(query("SELECT account FROM deposited ; \n").columns()).hasSize(1);
  }

  @Test
  void rows_keep_their_key() {
    assertThat(query("SELECT account, `position` FROM deposited").plan().key())
        .contains(List.of(1));
    assertThat(query(MINUTES).plan().key()).contains(List.of(0, 1));
  }

  @Test
  void the_windows_of_a_view_are_retained_for_a_time_and_what_is_made_of_them_goes_with_them() {
    SqlStatement view =
        SqlStatement.parse(
            "CREATE VIEW busy WITH ('retention' = '90 d') AS SELECT account, n FROM (%s) WHERE n > 5"
                .formatted(MINUTES),
            TestTables.ACCOUNTS);
    assertThat(view.options().retention()).contains(Duration.ofDays(90));
    Plan plan = view.query().plan();
    while (!(plan instanceof Plan.Retained)) {
      plan = plan.inputs().get(0);
    }
    assertThat(((Plan.Retained) plan).age()).isEqualTo(90L * 24 * 60 * 60 * 1_000_000);
    assertThat(((Plan.Retained) plan).isTakenBack()).isTrue();
  }

  private static Emission emission(CompiledQuery query) {
    Plan plan = query.plan();
    while (!(plan instanceof Plan.Aggregate)) {
      plan = plan.inputs().get(0);
    }
    return ((Plan.Aggregate) plan).emission();
  }

  private static CompiledQuery query(String sql) {
    return SqlStatement.parse(sql, TestTables.ACCOUNTS).query();
  }
}
