package io.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.Dataflows;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.sql.table.SqlException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a statement asks for, there is soon an answer, or an error that says what is wrong. */
class HostileStatementTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

  @ParameterizedTest
  @ValueSource(ints = {20, 200, 1_000, 10_000})
  void expressions_within_each_other(int depth) {
    for (Map.Entry<String, String> around :
        Map.of("(", ")", "NOT (", ")", "- (", ")", "ABS(", ")", "CASE WHEN TRUE THEN ", " END")
            .entrySet()) {
      boolean isTruth = around.getKey().startsWith("NOT");
      String sql =
          "SELECT "
              + around.getKey().repeat(depth)
              + (isTruth ? "amount > 1" : "amount")
              + around.getValue().repeat(depth);
      isAnsweredOrRefused(sql);
    }
    isAnsweredOrRefused("SELECT amount" + " + amount".repeat(depth));
    isAnsweredOrRefused("SELECT amount = 7" + " OR amount = 7".repeat(depth));
    isAnsweredOrRefused("SELECT branch" + " || 'x'".repeat(depth));
  }

  @Test
  void a_list_of_a_hundred_thousand_values() {
    String list =
        IntStream.range(0, 100_000).mapToObj(i -> "'b" + i + "'").collect(Collectors.joining(", "));
    List<Tuple> rows = Collections.nCopies(2_000, row("x", "b99999", 1L));

    assertThat(soon("SELECT amount FROM deposited WHERE branch IN (" + list + ")", rows))
        .hasSize(2_000);
    assertThat(soon("SELECT amount FROM deposited WHERE branch NOT IN (" + list + ")", rows))
        .isEmpty();
    assertThat(soon("SELECT amount FROM deposited WHERE branch NOT IN (NULL, 'a')", rows))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "%a%a%a%a%a%a%a%a%a%a%b, false",
    "%a%a%a%a%a%a%a%a%a%a%a, true",
    "%_%_%_%_%_%_%_%_%_%_%_b%, false",
    "a%a%a%a%a%a%a%a%a%a_b, false",
    "%, true",
    "a%a, true",
    "a, false"
  })
  void forms_of_texts_that_could_be_tried_in_many_ways(String form, boolean isMatch) {
    String text = "a".repeat(5_000);

    assertThat(soon("SELECT branch LIKE '%s' FROM deposited".formatted(form), row("x", text, 1L)))
        .containsExactly(Tuple.of(isMatch));
  }

  @Test
  void forms_of_many_characters() {
    String text = "ab\ud83d\ude00%_".repeat(10_000);
    String form = "ab__!_".repeat(10_000);

    assertThat(
            soon(
                "SELECT branch LIKE '%s' ESCAPE '!', branch LIKE '%s', branch LIKE '%%%s_' FROM deposited"
                    .formatted(form, "_".repeat(50_000), "_".repeat(50_000)),
                row("x", text, 1L)))
        .containsExactly(Tuple.of(true, true, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1e999 FROM deposited",
        "SELECT 99999999999999999999999999999999999999999 FROM deposited",
        "SELECT occurred_at - INTERVAL '-178956970-8' YEAR TO MONTH FROM deposited",
        "SELECT occurred_at + INTERVAL '1e999999999' SECOND FROM deposited",
        "SELECT occurred_at + INTERVAL '9223372036855' SECOND FROM deposited",
        "SELECT occurred_at + INTERVAL '99999999999999999999' MONTH FROM deposited",
        "SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '1e999999999' SECOND)) GROUP BY window_start, window_end",
        "SELECT COUNT(*) FROM TABLE(HOP(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '0.000001' SECOND, INTERVAL '10' DAY)) GROUP BY window_start, window_end"
      })
  void what_is_beyond_bounds_is_refused_at_its_place(String sql) {
    assertTimeoutPreemptively(
        SOON,
        () ->
            assertThatThrownBy(() -> run(sql, List.of(row("x", "y", 1L))))
                .isInstanceOfSatisfying(
                    SqlException.class,
                    e -> {
                      assertThat(e.line()).isEqualTo(1);
                      assertThat(e.column()).isGreaterThan(7);
                    }));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT amount / 0 FROM deposited",
        "SELECT MOD(amount, 0) FROM deposited",
        "SELECT (-9223372036854775807 - amount) / (0 - amount) FROM deposited",
        "SELECT 9223372036854775807 + amount FROM deposited",
        "SELECT CAST('1e999999999' AS DECIMAL) FROM deposited",
        "SELECT CAST('1e-999999999' AS DECIMAL(10, 2)) FROM deposited",
        "SELECT CAST('1e999999999' AS BIGINT) FROM deposited",
        "SELECT CAST(1e300 AS BIGINT) FROM deposited",
        "SELECT CAST('NaN' AS DOUBLE) + CAST(CAST('NaN' AS DOUBLE) AS DECIMAL) FROM deposited",
        "SELECT occurred_at + INTERVAL '178956970' YEAR FROM deposited",
        "SELECT occurred_at - INTERVAL '9223372036854' SECOND - INTERVAL '100000000' YEAR - INTERVAL '178956970' YEAR - INTERVAL '178956970' YEAR - INTERVAL '178956970' YEAR - INTERVAL '178956970' YEAR - INTERVAL '178956970' YEAR - INTERVAL '178956970' YEAR - INTERVAL '178956970' YEAR FROM deposited"
      })
  void what_overflows_is_an_error_of_arithmetic(String sql) {
    within(
        () ->
            assertThatThrownBy(() -> run(sql, List.of(row("x", "y", 1L))))
                .as(sql)
                .isInstanceOf(ArithmeticException.class));
  }

  @Test
  void what_is_large_is_right() {
    assertThat(
            soon(
                "SELECT ROUND(1e300), ROUND(CAST('NaN' AS DOUBLE)), SUBSTRING(branch FROM -9223372036854775807 - amount), ROUND(-2.5e0) FROM deposited",
                row("x", "whole", 1L)))
        .containsExactly(Tuple.of(1e300, Double.NaN, "whole", -2.0));
  }

  @Test
  void blanks_without_an_end() {
    String blanks = " ".repeat(300_000);

    assertThat(
            soon(
                blanks + "SELECT" + blanks + "amount FROM deposited" + blanks + ";" + blanks,
                row("x", "y", 1L)))
        .containsExactly(Tuple.of(1L));
  }

  private static void isAnsweredOrRefused(String select) {
    within(
        () -> {
          try {
            assertThat(run(select + " FROM deposited", List.of(row("x", "y", 7L)))).hasSize(1);
          } catch (SqlException e) {
            assertThat(e).hasMessageContaining("within each other");
          }
        });
  }

  private static List<Tuple> soon(String sql, Tuple row) {
    return soon(sql, List.of(row));
  }

  private static List<Tuple> soon(String sql, List<Tuple> rows) {
    return assertTimeoutPreemptively(SOON, () -> run(sql, rows));
  }

  private static void within(ThrowingCallable work) {
    assertTimeoutPreemptively(SOON, work::call);
  }

  private static Tuple row(String account, String branch, long amount) {
    return Tuple.of(account, branch, amount, null);
  }

  private static List<Tuple> run(String sql, List<Tuple> rows) {
    CompiledQuery query = SqlStatement.parse(sql, TestTables.ACCOUNTS).query();
    Dataflow flow = Dataflows.of(query.plan(), Clocking.of("a plan"), new MemoryState());
    flow.begin();
    long[] position = {0};
    return rows.stream()
        .flatMap(
            row -> {
              Tuple all = row.plus(++position[0], "account-1", TIME, TIME);
              return flow
                  .apply(
                      new Dataflow.Input(
                          position[0],
                          TIME,
                          TIME,
                          true,
                          List.of(new Dataflow.Told(0, Change.added(all)))))
                  .stream();
            })
        .map(Change::row)
        .toList();
  }
}
