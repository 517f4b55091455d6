package io.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is computed of one deposit: a, null, 7 and 1.25, on the first of March at 10:20:30.5. */
class ScalarExpressionTest {
  private static final Instant TIME = Instant.parse("2026-03-01T10:20:30.500Z");
  private static final Tuple ROW =
      Tuple.of("a", null, 7L, new BigDecimal("1.25"), 1L, "account-a", TIME, TIME);

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("amount / 2", "BIGINT", 3L),
        Arguments.of("-amount / 2", "BIGINT", -3L),
        Arguments.of("-amount % 4", "BIGINT", -3L),
        Arguments.of("fee + amount", "DECIMAL(22, 2)", new BigDecimal("8.25")),
        Arguments.of("fee * fee", "DECIMAL(21, 4)", new BigDecimal("1.5625")),
        Arguments.of("fee / 3", "DECIMAL(30, 22)", new BigDecimal("0.4166666666666666666667")),
        Arguments.of("1.5 - 2", "DECIMAL(21, 1)", new BigDecimal("-0.5")),
        Arguments.of("1e1 / 4", "DOUBLE", 2.5),
        Arguments.of("amount + NULLIF(amount, 7)", "BIGINT", null),
        Arguments.of("branch = 'x' OR amount = 7", "BOOLEAN", true),
        Arguments.of("branch = 'x' AND amount = 8", "BOOLEAN", false),
        Arguments.of("branch = 'x' AND amount = 7", "BOOLEAN", null),
        Arguments.of("NOT branch = 'x'", "BOOLEAN", null),
        Arguments.of("(branch = 'x') IS NOT TRUE", "BOOLEAN", true),
        Arguments.of("amount IN (1, 7.0)", "BOOLEAN", true),
        Arguments.of("amount NOT IN (1, NULL)", "BOOLEAN", null),
        Arguments.of("amount BETWEEN 7 AND 9", "BOOLEAN", true),
        Arguments.of("'a_c' LIKE 'a!_%' ESCAPE '!'", "BOOLEAN", true),
        Arguments.of("'abc' LIKE 'a!_%' ESCAPE '!'", "BOOLEAN", false),
        Arguments.of("CASE account WHEN 'a' THEN 1 WHEN 'b' THEN 2 END", "BIGINT", 1L),
        Arguments.of(
            "CASE WHEN branch = 'x' THEN 1 ELSE 2.5 END", "DECIMAL(20, 1)", new BigDecimal("2.5")),
        Arguments.of("COALESCE(branch, account, 'z')", "VARCHAR", "a"),
        Arguments.of("NULLIF(amount, 7)", "BIGINT", null),
        Arguments.of("CAST(fee AS BIGINT)", "BIGINT", 1L),
        Arguments.of("CAST(-fee AS DECIMAL(4, 1))", "DECIMAL(4, 1)", new BigDecimal("-1.3")),
        Arguments.of("CAST(' 12 ' AS INTEGER)", "INTEGER", 12L),
        Arguments.of("CAST(occurred_at AS VARCHAR)", "VARCHAR", "2026-03-01 10:20:30.500"),
        Arguments.of("CAST(amount = 7 AS VARCHAR)", "VARCHAR", "TRUE"),
        Arguments.of("CAST(occurred_at AS DATE)", "DATE", LocalDate.of(2026, 3, 1)),
        Arguments.of("ABS(-amount)", "BIGINT", 7L),
        Arguments.of("ROUND(fee, 1)", "DECIMAL(10, 1)", new BigDecimal("1.3")),
        Arguments.of("ROUND(-fee)", "DECIMAL(9, 0)", new BigDecimal("-1")),
        Arguments.of("FLOOR(-fee)", "DECIMAL(9, 0)", new BigDecimal("-2")),
        Arguments.of("CEIL(fee)", "DECIMAL(9, 0)", new BigDecimal("2")),
        Arguments.of("UPPER(account) || LOWER('B')", "VARCHAR", "Ab"),
        Arguments.of("account || branch", "VARCHAR", null),
        Arguments.of("TRIM('  x ')", "VARCHAR", "x"),
        Arguments.of("TRIM(LEADING '0' FROM '0070')", "VARCHAR", "70"),
        Arguments.of("SUBSTRING('tidemark' FROM 5)", "VARCHAR", "mark"),
        Arguments.of("SUBSTRING('tidemark' FROM 0 FOR 5)", "VARCHAR", "tide"),
        Arguments.of("CHAR_LENGTH('\ud83d\ude00b')", "BIGINT", 2L),
        Arguments.of("EXTRACT(MONTH FROM occurred_at) * 100 + HOUR(occurred_at)", "BIGINT", 310L),
        Arguments.of("EXTRACT(SECOND FROM occurred_at)", "BIGINT", 30L),
        Arguments.of("YEAR(DATE '2025-12-31')", "BIGINT", 2025L),
        Arguments.of("occurred_at > TIMESTAMP '2026-03-01 10:20:30'", "BOOLEAN", true),
        Arguments.of(
            "occurred_at - INTERVAL '1:20' HOUR TO MINUTE",
            "TIMESTAMP",
            Instant.parse("2026-03-01T09:00:30.500Z")),
        Arguments.of(
            "TIMESTAMP '2026-01-31 00:00:00' + INTERVAL '1' MONTH",
            "TIMESTAMP",
            Instant.parse("2026-02-28T00:00:00Z")),
        Arguments.of(
            "DATE '2026-03-01' + INTERVAL '100' SECOND",
            "TIMESTAMP",
            Instant.parse("2026-03-01T00:01:40Z")),
        Arguments.of("'b' > 'B'", "BOOLEAN", true),
        Arguments.of("'\ue000' < '\ud83d\ude00'", "BOOLEAN", true));
  }

  @ParameterizedTest
  @MethodSource("values")
  void a_value_and_its_type(String expression, String type, Object value) {
    CompiledQuery query = query(expression);
    assertThat(query.columns().get(0).type()).isEqualTo(SqlType.parse(type));
    assertThat(of(query)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amount / 0",
        "fee / 0",
        "9223372036854775807 + amount",
        "CAST('x' AS BIGINT)",
        "CAST(amount * 1000 AS DECIMAL(3, 0))",
        "CAST(4294967296 AS INTEGER)",
        "SUBSTRING(account FROM 1 FOR -1)"
      })
  void what_has_no_value_is_an_error_and_nothing_else(String expression) {
    CompiledQuery query = query(expression);
    assertThatThrownBy(() -> of(query)).isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "SUM(amount), BIGINT",
    "AVG(amount), BIGINT",
    "SUM(fee), 'DECIMAL(38, 2)'",
    "AVG(fee), 'DECIMAL(38, 6)'",
    "MIN(account), VARCHAR",
    "COUNT(*), BIGINT",
    "SUM(1e0), DOUBLE"
  })
  void an_aggregate_has_the_type_that_flink_gives_it(String aggregate, String type) {
    assertThat(query(aggregate).columns().get(0).type()).isEqualTo(SqlType.parse(type));
  }

  private static CompiledQuery query(String expression) {
    return SqlStatement.parse("SELECT " + expression + " FROM deposited", TestTables.ACCOUNTS)
        .query();
  }

  private static Object of(CompiledQuery query) {
    return ((Plan.Project) query.plan()).columns().get(0).of(ROW);
  }
}
