package io.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.sql.table.SqlException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused is refused at its place, with what to write instead. */
class SqlRefusalTest {
  private static final String MINUTES =
      "TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE))";

  /** The place is marked by brackets. */
  static Stream<Arguments> refused() {
    return Stream.of(
        of("SELECT [position] FROM deposited", "write `position`"),
        of("SELECT account FROM deposited ORDER BY [amount]", "LIMIT"),
        of("SELECT account FROM deposited LIMIT [3]", "ORDER BY"),
        of("SELECT account FROM deposited ORDER BY amount LIMIT 3 OFFSET [1]", "OFFSET"),
        of(
            "SELECT SUM(amount) OVER (PARTITION BY account ORDER BY [amount]) FROM deposited",
            "occurred_at"),
        of(
            "SELECT SUM(amount) OVER (ORDER BY occurred_at ROWS BETWEEN CURRENT ROW AND [2 FOLLOWING]) FROM deposited",
            "PRECEDING"),
        of("SELECT SUM(amount) OVER (ORDER BY [occurred_at DESC]) FROM deposited", "ascending"),
        of("SELECT SUM(amount) OVER [(PARTITION BY account)] FROM deposited", "an order"),
        of(
            "SELECT SUM(amount) OVER [v] FROM deposited WINDOW w AS (ORDER BY `position`)",
            "did you mean w"),
        of(
            "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), [INTERVAL '1' MONTH])) GROUP BY window_start, window_end",
            "INTERVAL '30' DAY"),
        of(
            "SELECT COUNT(*) FROM TABLE(HOP(TABLE deposited, DESCRIPTOR(occurred_at), [INTERVAL '2' MINUTE], INTERVAL '1' MINUTE)) GROUP BY window_start",
            "the distance comes first"),
        of(
            "SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR([amount]), INTERVAL '1' MINUTE)) GROUP BY window_start",
            "occurred_at"),
        of("SELECT COUNT(*) FROM TABLE([TUMBEL(TABLE deposited)])", "did you mean TUMBLE"),
        of(
            "SELECT COUNT(*) FROM TABLE(LENGTH_BATCH(TABLE deposited, [0])) GROUP BY batch",
            "from 1"),
        of("[SELECT COUNT(*) FROM TABLE(LENGTH_BATCH(TABLE deposited, 5))]", "GROUP BY batch"),
        of(
            "SELECT branch, COUNT(*) FROM TABLE(SESSION(TABLE deposited PARTITION BY account, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE)) [GROUP BY branch, window_start, window_end]",
            "GROUP BY account, window_start, window_end"),
        of(
            "SELECT d.`position` FROM deposited d JOIN withdrawn w ON [w.account = d.account]",
            "INTERVAL '10' MINUTE"),
        of(
            "SELECT d.`position` FROM deposited d JOIN withdrawn w ON [w.account = d.account AND w.occurred_at >= d.occurred_at]",
            "both ways"),
        of(
            "SELECT 1 FROM deposited d LEFT [JOIN] withdrawn w ON w.account = d.account AND w.occurred_at BETWEEN d.occurred_at AND d.occurred_at + INTERVAL '1' HOUR",
            "outer join"),
        of("SELECT 1 FROM deposited d FULL [JOIN] owners o ON o.account = d.account", "FULL JOIN"),
        of("SELECT 1 FROM deposited d JOIN owners o ON [d.amount > 3]", "equal values"),
        of("SELECT 1 FROM deposited d, [owners o]", "JOIN ... ON"),
        of(
            "SELECT 1 FROM deposited d JOIN owners FOR SYSTEM_TIME AS OF [d.occurred_at] AS o ON o.account = d.account",
            "recorded_at"),
        of(
            "SELECT 1 FROM withdrawn w JOIN [deposited] FOR SYSTEM_TIME AS OF w.recorded_at AS d ON d.account = w.account",
            "read model"),
        of("SELECT [now()] FROM deposited", "occurred_at"),
        of("SELECT [CURRENT_TIMESTAMP] FROM deposited", "recorded_at"),
        of("SELECT [acount] FROM deposited", "did you mean account?"),
        of("SELECT [d.x] FROM deposited d", "there is account"),
        of("SELECT [e.account] FROM deposited d", "did you mean d?"),
        of("SELECT account FROM [deposit]", "did you mean deposited?"),
        of("SELECT account FROM [pg_catalog.pg_class]", "unknown table"),
        of(
            "SELECT [account] FROM deposited d JOIN owners o ON o.account = d.account",
            "d.account or o.account"),
        of("[INSERT INTO deposited VALUES (1)]", "only read"),
        of("[UPDATE deposited SET amount = 1]", "only read"),
        of("[DELETE FROM deposited]", "only read"),
        of("[DROP] TABLE deposited", "CREATE VIEW"),
        of("[CREATE] TABLE x (a INT)", "CREATE VIEW"),
        of(
            "WITH RECURSIVE [r] AS (SELECT account FROM deposited UNION ALL SELECT account FROM r) SELECT * FROM r",
            "recursion"),
        of("SELECT [(SELECT MAX(amount) FROM withdrawn)] FROM deposited", "JOIN"),
        of(
            "SELECT account FROM deposited d WHERE [EXISTS (SELECT 1 FROM withdrawn w WHERE w.account = d.account)]",
            "JOIN"),
        of(
            "SELECT account FROM deposited WHERE [account IN (SELECT account FROM withdrawn])",
            "JOIN"),
        of("SELECT account FROM deposited GROUP BY [GROUPING SETS (account)]", "UNION ALL"),
        of("SELECT account FROM deposited GROUP BY [ROLLUP(account)]", "UNION ALL"),
        of("[SELECT account FROM deposited UNION SELECT account FROM withdrawn]", "UNION ALL"),
        of("[SELECT account FROM deposited EXCEPT SELECT account FROM withdrawn]", "JOIN"),
        of(
            "SELECT account FROM deposited UNION ALL [SELECT account, amount FROM withdrawn]",
            "1 columns"),
        of("SELECT account FROM deposited UNION ALL [SELECT amount FROM withdrawn]", "VARCHAR"),
        of("SELECT [amount], COUNT(*) FROM deposited GROUP BY account", "GROUP BY"),
        of("SELECT account FROM deposited WHERE [COUNT(*)] > 1", "HAVING"),
        of(
            "SELECT [COUNT(DISTINCT account) OVER (ORDER BY occurred_at)] FROM deposited",
            "GROUP BY"),
        of("SELECT [SUM(DISTINCT amount)] FROM deposited", "SELECT DISTINCT"),
        of("SELECT [APPROX_COUNT_DISTINCT(account)] FROM deposited", "io.tidemark:es-sketches"),
        of("SELECT SUM([account]) FROM deposited", "number"),
        of("SELECT account FROM deposited WHERE [amount = 'a']", "CAST"),
        of("SELECT account FROM deposited WHERE [amount]", "BOOLEAN"),
        of("SELECT [account + 1] FROM deposited", "numbers"),
        of("SELECT [UPER(account)] FROM deposited", "did you mean UPPER?"),
        of("SELECT [UPPER(amount)] FROM deposited", "VARCHAR"),
        of("SELECT [CASE WHEN amount > 1 THEN 'a' ELSE 2 END] FROM deposited", "one type"),
        of("SELECT CAST(account AS [VARBINARY]) FROM deposited", "Unknown type"),
        of("SELECT [DATE '2026-13-01'] FROM deposited", "2026-03-01"),
        of("SELECT [RANK() OVER (ORDER BY amount)] FROM deposited", "ROW_NUMBER"),
        of(
            "SELECT [APPROX_COUNT_DISTINCT(account) OVER (ORDER BY occurred_at)] FROM deposited",
            "sketch"),
        of(
                "SELECT * FROM ([SELECT account, ROW_NUMBER() OVER (ORDER BY amount) AS place FROM deposited])",
                "place <= n")
            .withoutPlace(),
        of(
            "SELECT [SUM(total) OVER (ORDER BY window_time)] FROM (SELECT window_time, SUM(amount) AS total FROM %s GROUP BY window_start, window_end, window_time)"
                .formatted(MINUTES),
            "rows that stay"),
        of("SELECT [FROM] deposited", "unexpected"),
        of("SELECT account FROM deposited WHERE (", "end of the statement").withoutPlace(),
        of("CREATE VIEW [Minutes] AS SELECT account FROM deposited", "lower-case"),
        of("CREATE VIEW v WITH ('delay' = ['soon']) AS SELECT account FROM deposited", "30 s"),
        of("CREATE VIEW v WITH (['dely'] = '1 s') AS SELECT account FROM deposited", "'delay'"),
        of(
            "CREATE VIEW v WITH ('delay' = ['100001 d']) AS SELECT account FROM deposited",
            "100000 d"),
        of(
            "CREATE VIEW v WITH ('idle' = ['999999999999 d']) AS SELECT 1 FROM deposited",
            "100000 d"),
        of(
            "SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), [INTERVAL '100001' DAY])) GROUP BY window_start",
            "at most 100000 days"),
        of(
            "SELECT SUM(amount) OVER (ORDER BY occurred_at RANGE BETWEEN [INTERVAL '100001' DAY] PRECEDING AND CURRENT ROW) FROM deposited",
            "at most 100000 days"),
        of(
            "SELECT d.`position` FROM deposited d JOIN withdrawn w ON [w.account = d.account AND w.occurred_at BETWEEN d.occurred_at AND d.occurred_at + INTERVAL '100001' DAY]",
            "at most 100000 days"),
        of(
            "SELECT d.`position` FROM deposited d JOIN withdrawn w ON [w.account = d.account AND w.occurred_at + INTERVAL '9000000000000' SECOND BETWEEN d.occurred_at AND d.occurred_at - INTERVAL '9000000000000' SECOND]",
            "at most 100000 days"),
        of("CREATE VIEW v WITH ('idle' = ['0 s']) AS SELECT account FROM deposited", "1 ms"),
        of(
            "CREATE VIEW v WITH (['idle' = '1 s']) AS SELECT account FROM deposited",
            "no row waits"),
        of(
            "CREATE VIEW v WITH ('emit' = 'always', ['idle' = '1 s'])\n AS SELECT window_start, COUNT(*) AS n FROM %s GROUP BY window_start, window_end"
                .formatted(MINUTES),
            "no row waits"),
        of(
            "CREATE VIEW v WITH ('retention' = ['0 s']) AS SELECT account FROM deposited",
            "at least '1 ms'"),
        of(
            "CREATE VIEW v WITH ('retention' = '1 d') AS [SELECT account FROM deposited]",
            "TUMBLE or HOP"),
        of(
            "CREATE VIEW v WITH ('retention' = '1 d') AS [SELECT window_start, SUM(n) AS n FROM (SELECT window_start, COUNT(*) AS n FROM %s GROUP BY window_start, window_end) GROUP BY window_start]"
                .formatted(MINUTES),
            "TUMBLE or HOP"),
        of(
            "CREATE VIEW v WITH ('emit' = 'always')\n  AS SELECT [acount] FROM deposited",
            "account"));
  }

  /** The same within MATCH_RECOGNIZE. */
  static Stream<Arguments> refusedMatches() {
    return Stream.of(
        match(
            "MEASURES A.amount AS x PATTERN ([A]) WITHIN INTERVAL '1' DAY", "ORDER BY occurred_at"),
        match(
            "ORDER BY [amount] MEASURES A.amount AS x PATTERN (A) WITHIN INTERVAL '1' DAY",
            "occurred_at or recorded_at"),
        match(
            "ORDER BY [occurred_at DESC] MEASURES A.amount AS x PATTERN (A) WITHIN INTERVAL '1' DAY",
            "ascending"),
        match(
            "ORDER BY occurred_at, [amount] MEASURES A.amount AS x PATTERN (A) WITHIN INTERVAL '1' DAY",
            "at the most `position`"),
        match(
            "PARTITION BY [amount + 1] ORDER BY occurred_at MEASURES A.amount AS x PATTERN (A) WITHIN INTERVAL '1' DAY",
            "AS key"),
        match("ORDER BY occurred_at PATTERN ([A]) WITHIN INTERVAL '1' DAY", "MEASURES"),
        match(
            "ORDER BY occurred_at MEASURES A.amount AS x PATTERN ([A])", "WITHIN INTERVAL '1' DAY"),
        match(
            "ORDER BY occurred_at MEASURES A.amount AS x PATTERN (A) WITHIN [INTERVAL '1' MONTH]",
            "INTERVAL '30' DAY"),
        matching("[ALL ROWS PER MATCH] PATTERN (A)", "ONE ROW PER MATCH"),
        matching("AFTER MATCH SKIP TO FIRST [A] PATTERN (A)", "SKIP PAST LAST ROW").withoutPlace(),
        matching("PATTERN ([A | B])", "with OR"),
        matching("PATTERN (A [PERMUTE(B, C)])", "UNION ALL"),
        matching("PATTERN (A {- [B -}] C)", "ALL ROWS PER MATCH"),
        matching("PATTERN (^ [A] B)", "rows never begin").withoutPlace(),
        matching("PATTERN (A ([B C])+)", "no group of them"),
        matching("PATTERN (A [B{0}])", "to 1 at least"),
        matching("PATTERN (A [B{3,2}])", "to as many or more"),
        matching("PATTERN (A B [a])", "define another variable"),
        matching("PATTERN ([A* B?])", "with a row at least"),
        defined("A AS [PREV(A.amount)] > 1", "LAST(A.amount, 1)"),
        defined("A AS [FINAL LAST(A.amount)] > 1", "leave out FINAL"),
        defined("A AS [FIRST_VALUE(amount)] > 1", "expected FIRST"),
        defined("A AS [CLASSIFIER()] = 'A'", "CLASSIFIER is not there"),
        defined("A AS [MATCH_NUMBER()] = 1", "MATCH_NUMBER is not there"),
        defined("A AS LAST(A.amount, [1.5]) > 1", "from 0"),
        defined("A AS SUM([C.amount]) > 1", "unknown variable C in PATTERN"),
        defined("B AS SUM(A.amount + [B.amount]) > 1", "columns of one variable, A"),
        defined("B AS [C.amount] > 1", "unknown variable C in PATTERN"),
        defined("A AS [A.acount] = 'a'", "did you mean account?"),
        defined("A AS [SUM(amount) FILTER (WHERE amount > 1)] > 1", "define a variable"),
        defined("A AS SUM([COUNT(*)]) > 1", "the argument of SUM"),
        defined("[C] AS TRUE", "unknown variable C in PATTERN"),
        defined("A AS [amount]", "BOOLEAN"),
        of(
            "SELECT * FROM [owners] MATCH_RECOGNIZE (ORDER BY occurred_at MEASURES A.owner AS x PATTERN (A) WITHIN INTERVAL '1' DAY DEFINE A AS TRUE)",
            "rows that stay"));
  }

  private static Refused match(String clauses, String reason) {
    return of(
        "SELECT * FROM deposited MATCH_RECOGNIZE (%s DEFINE A AS TRUE)".formatted(clauses), reason);
  }

  private static Refused matching(String pattern, String reason) {
    return match(
        "ORDER BY occurred_at MEASURES A.amount AS x %s WITHIN INTERVAL '1' DAY".formatted(pattern),
        reason);
  }

  private static Refused defined(String definition, String reason) {
    return of(
        "SELECT * FROM deposited MATCH_RECOGNIZE (ORDER BY occurred_at MEASURES A.amount AS x PATTERN (A B) WITHIN INTERVAL '1' DAY DEFINE %s)"
            .formatted(definition),
        reason);
  }

  private static Refused of(String marked, String reason) {
    return new Refused(marked, reason);
  }

  /** A statement whose place is marked. */
  private record Refused(String marked, String reason) implements Arguments {
    Refused withoutPlace() {
      return new Refused(marked.replaceAll("[\\[\\]]", ""), reason);
    }

    @Override
    public Object[] get() {
      return new Object[] {marked, reason};
    }
  }

  @Test
  void no_statement_is_refused() {
    assertThat(refusal("").reason()).isEqualTo("expected a statement, actual none");
    assertThat(refusal(" \n ").reason()).isEqualTo("expected a statement, actual none");
  }

  @ParameterizedTest
  @MethodSource({"refused", "refusedMatches"})
  void a_statement_is_refused_at_its_place_with_what_to_write_instead(
      String marked, String reason) {
    String sql = marked.replaceAll("[\\[\\]]", "");
    SqlException refusal = refusal(sql);
    assertThat(refusal).as(sql).isNotNull();
    assertThat(refusal.reason()).contains(reason);
    int from = marked.indexOf('[');
    if (from >= 0) {
      String before = marked.substring(0, from);
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      assertThat(refusal.line()).isEqualTo(line);
      assertThat(refusal.column()).isEqualTo(from - before.lastIndexOf('\n'));
      assertThat(underline(refusal).length()).isEqualTo(marked.indexOf(']') - from - 1);
    }
  }

  private static String underline(SqlException refusal) {
    String[] lines = refusal.underlined().split("\n", -1);
    return lines[lines.length - 1].strip();
  }

  private static SqlException refusal(String sql) {
    return catchThrowableOfType(
        SqlException.class, () -> SqlStatement.parse(sql, TestTables.ACCOUNTS));
  }

  @Test
  void the_place_is_underlined_below_its_line() {
    SqlException refusal = refusal("SELECT account,\n\tacount + 1\nFROM deposited");
    assertThat(refusal.underlined())
        .isEqualTo(
            """
            Invalid SQL at line 2, column 2: unknown column acount; did you mean account?

              \tacount + 1
              \t^~~~~~""");
  }

  @Test
  void an_empty_text_is_refused() {
    assertThat(refusal("").line()).isEqualTo(1);
    assertThat(refusal(" \n ;").column()).isPositive();
  }
}
