package io.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.dataflow.Matching;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Windowing.Clock;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What MATCH_RECOGNIZE becomes; the cases of statements tell what rows that gives. */
class MatchRecognizeTest {
  private static final long DAY = 86_400_000_000L;

  @ParameterizedTest
  @CsvSource({
    "A, 1, 1, true",
    "A?, 0, 1, true",
    "A*, 0, 2147483647, true",
    "A+, 1, 2147483647, true",
    "A{3}, 3, 3, true",
    "'A{2,}', 2, 2147483647, true",
    "'A{,4}', 0, 4, true",
    "'A{2,4}', 2, 4, true",
    "A+?, 1, 2147483647, false",
    "'A{2,4}?', 2, 4, false"
  })
  void a_variable_is_so_many_rows(String pattern, int min, int max, boolean isGreedy) {
    Matching.Element element =
        matches("PATTERN (%s B)".formatted(pattern), "B AS TRUE").matching().elements().get(0);
    assertThat(element.min()).isEqualTo(min);
    assertThat(element.max()).isEqualTo(max);
    assertThat(element.isGreedy()).isEqualTo(isGreedy);
    assertThat(element.passing()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "AFTER MATCH SKIP PAST LAST ROW, false",
    "AFTER MATCH SKIP TO NEXT ROW, true"
  })
  void matches_overlap_if_the_next_one_is_looked_for_at_the_next_row(
      String after, boolean isOverlapping) {
    Plan.Matches plan = matches(after + " PATTERN (A B)", "B AS TRUE");
    assertThat(plan.matching().isOverlapping()).isEqualTo(isOverlapping);
    assertThat(plan.matching().within()).isEqualTo(DAY);
    assertThat(plan.groups()).containsExactly(0);
    assertThat(plan.emission()).isEqualTo(Plan.Emission.CLOSED);
  }

  /** So the search need not look back for it. */
  @Test
  void what_is_said_of_the_row_alone_is_a_condition_of_its_own() {
    Matching.Element alone =
        matches("PATTERN (A B)", "B AS amount > 1 AND B.branch = 'n'").matching().elements().get(1);
    assertThat(alone.among()).isEmpty();
    assertThat(alone.condition()).hasToString("((amount > 1) AND (branch = 'n'))");
    Matching.Element both =
        matches("PATTERN (A B)", "B AS amount > 1 AND B.amount > A.amount")
            .matching()
            .elements()
            .get(1);
    assertThat(both.among()).isPresent();
    assertThat(both.condition()).hasToString("(amount > 1)");
  }

  @Test
  void the_end_of_the_time_is_an_end_of_the_rows() {
    assertThat(matches("PATTERN (A B*)", "B AS TRUE").matching().absent()).isEmpty();
    assertThat(matches("PATTERN (A B* $)", "B AS TRUE").matching().absent())
        .hasValueSatisfying(absent -> assertThat(absent.of(null)).isEqualTo(true));
  }

  @Test
  void recorded_time_is_the_clock_if_rows_are_in_its_order() {
    Plan.Matches plan =
        find(
            SqlStatement.parse(
                    "SELECT * FROM deposited MATCH_RECOGNIZE (ORDER BY recorded_at MEASURES COUNT(*) AS n PATTERN (A) WITHIN INTERVAL '1' DAY DEFINE A AS TRUE)",
                    TestTables.ACCOUNTS)
                .query()
                .plan());
    assertThat(plan.matching().clock()).isEqualTo(Clock.RECORDED_TIME);
    assertThat(plan.groups()).isEmpty();
  }

  @Test
  void its_columns_are_those_of_the_partition_and_the_measures() {
    SqlStatement statement =
        SqlStatement.parse(
            "SELECT m.*, n + 1 AS more FROM deposited MATCH_RECOGNIZE (PARTITION BY branch, account ORDER BY occurred_at MEASURES COUNT(A.*) AS n, FIRST(A.occurred_at) AS since, AVG(A.fee) AS fee PATTERN (A+) WITHIN INTERVAL '1' DAY DEFINE A AS amount > LAST(A.amount, 1)) AS m WHERE n > 2",
            TestTables.ACCOUNTS);
    assertThat(statement.query().columns())
        .extracting(SqlColumn::toString)
        .hasToString(
            TestTables.columns(
                    "branch VARCHAR",
                    "account VARCHAR",
                    "n BIGINT",
                    "since TIMESTAMP",
                    "fee DECIMAL(38, 6)",
                    "more BIGINT")
                .toString());
  }

  @Test
  void postgresql_has_no_such_query() {
    SqlStatement statement = statement("PATTERN (A B)", "B AS TRUE");
    assertThatThrownBy(() -> PostgresText.of(statement.query(), SqlTable::name))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("PostgreSQL has no MATCH_RECOGNIZE");
  }

  private static Plan.Matches matches(String pattern, String definition) {
    return find(statement(pattern, definition).query().plan());
  }

  private static SqlStatement statement(String pattern, String definition) {
    return SqlStatement.parse(
        "SELECT * FROM deposited MATCH_RECOGNIZE (PARTITION BY account ORDER BY occurred_at MEASURES A.amount AS x %s WITHIN INTERVAL '1' DAY DEFINE %s)"
            .formatted(pattern, definition),
        TestTables.ACCOUNTS);
  }

  private static Plan.Matches find(Plan plan) {
    return plan instanceof Plan.Matches matches ? matches : find(plan.inputs().get(0));
  }
}
