package io.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.operator.Dataflows;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.sql.table.SqlException;
import io.tidemark.sql.table.SqlTable;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text, it is either a statement or refused at a place of it. */
class SqlTextFuzzTest {
  private static final List<String> STATEMENTS =
      List.of(
          "SELECT account, window_start, COUNT(*) AS n, SUM(amount) FILTER (WHERE amount > 5) FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE)) GROUP BY account, window_start, window_end HAVING SUM(amount) <> 0",
          "SELECT o.owner, SUM(d.amount) FROM deposited AS d LEFT JOIN owners FOR SYSTEM_TIME AS OF d.recorded_at AS o ON o.account = d.account GROUP BY o.owner",
          "SELECT `position`, AVG(amount) OVER (PARTITION BY account ORDER BY `position` ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM withdrawn WHERE branch LIKE 'n%' AND amount NOT IN (1, 2, 3) OR amount BETWEEN 2 AND 4",
          "WITH m AS (SELECT CASE WHEN amount > 1 THEN 'x' ELSE UPPER(TRIM(branch)) END AS k, CAST(amount AS DECIMAL(10, 2)) / 3 AS v FROM deposited UNION ALL SELECT account, -amount FROM withdrawn) SELECT k, MAX(v) FROM m GROUP BY k",
          "SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY account ORDER BY amount DESC NULLS LAST, branch) AS place FROM deposited) WHERE place <= 3",
          "CREATE VIEW v WITH ('delay' = '30 s', 'emit' = 'closed') AS SELECT d.`position`, w.`position` FROM deposited d JOIN withdrawn w ON w.account = d.account AND w.occurred_at BETWEEN d.occurred_at AND d.occurred_at + INTERVAL '10' MINUTE",
          "SELECT account, batch, EXTRACT(YEAR FROM MAX(occurred_at)), COALESCE(NULLIF(SUM(amount), 0), 1e3) FROM TABLE(LENGTH_BATCH(TABLE deposited PARTITION BY account, 3)) GROUP BY account, batch",
          "SELECT branch, window_end FROM TABLE(SESSION(TABLE deposited PARTITION BY branch, DESCRIPTOR(recorded_at), INTERVAL '1:30' HOUR TO MINUTE)) WHERE NOT amount IS NULL GROUP BY branch, window_start, window_end ORDER BY window_end LIMIT 5");

  private static final List<String> PIECES =
      List.of(
          "(",
          ")",
          "'",
          "`",
          "\"",
          ",",
          ".",
          "*",
          "-",
          "--",
          "/*",
          "*/",
          ";",
          "\0",
          "\n",
          "\u00e4",
          "\ud83d\ude00",
          "{",
          "}",
          "[",
          "]",
          "?",
          ":x",
          "@",
          "#",
          "1e999",
          "99999999999999999999",
          "0x1F",
          "X'1F'",
          "U&'\\00e4'",
          "_latin1'a'",
          "NULL",
          "INTERVAL '1' YEAR",
          "INTERVAL '-1:99:99' DAY TO SECOND",
          "INTERVAL '' SECOND",
          "TIMESTAMP 'x'",
          "DATE ''",
          "TIME '10:00:00'",
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP BY",
          "OVER ()",
          "OVER w",
          "window_start",
          "batch",
          "ALL",
          "DISTINCT",
          "ROW(1, 2)",
          "ARRAY[1]",
          "MAP['a', 1]",
          "MULTISET[1]",
          "t.*",
          "EXISTS (SELECT 1)",
          "(SELECT 1)",
          "VALUES (1)",
          "LATERAL",
          "UNNEST(ARRAY[1])",
          "TABLESAMPLE BERNOULLI(1)",
          "PIVOT (SUM(a) FOR b IN (1))",
          "NATURAL JOIN owners",
          "CROSS JOIN owners",
          "USING (account)",
          "=> 3",
          "IS DISTINCT FROM 1",
          "IS JSON",
          "SIMILAR TO 'a'",
          "MEMBER OF x",
          "OVERLAPS",
          "WITHIN GROUP (ORDER BY 1)",
          "IGNORE NULLS",
          "GROUPING(account)",
          "FETCH FIRST 1 ROW ONLY",
          "CURSOR(SELECT 1)",
          "NEXT VALUE FOR s",
          "CAST(1 AS INTEGER ARRAY)",
          "LISTAGG(account)",
          "POSITION('a' IN account)",
          "OVERLAY('a' PLACING 'b' FROM 1)",
          "{fn NOW()}",
          "{d '2026-01-01'}",
          "EXPLAIN PLAN FOR",
          "DESCRIBE deposited",
          "SET x = 1",
          "QUALIFY 1 = 1");

  @Test
  void no_text_makes_anything_but_a_statement_or_a_refusal_at_a_place() {
    Random random = new Random(42);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      refused += isRefused(mutated(random)) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(1_000).isLessThan(20_000);
  }

  @Test
  void what_is_nested_too_deeply_is_refused() {
    String deep = "SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + " FROM deposited";
    assertThat(isRefused(deep)).isTrue();
    String queries = "SELECT * FROM (".repeat(3_000) + "deposited" + ")".repeat(3_000);
    assertThat(isRefused(queries)).isTrue();
    String sum = "SELECT " + "1 + ".repeat(50_000) + "1 FROM deposited";
    assertThatCode(() -> isRefused(sum)).doesNotThrowAnyException();
  }

  private static boolean isRefused(String sql) {
    try {
      CompiledQuery query = SqlStatement.parse(sql, TestTables.ACCOUNTS).query();
      Dataflows.of(query.plan(), Clocking.of("a plan"), new MemoryState());
      PostgresText.of(query, SqlTable::name);
      return false;
    } catch (SqlException e) {
      int lines = sql.split("\r\n|\r|\n", -1).length;
      assertThat(e.line()).as(sql).isBetween(1, lines);
      assertThat(e.column()).as(sql).isPositive();
      assertThat(e.underlined()).contains("^");
      return true;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(sql, e);
    }
  }

  private static String mutated(Random random) {
    String sql = STATEMENTS.get(random.nextInt(STATEMENTS.size()));
    for (int i = random.nextInt(3); i >= 0; i--) {
      sql = random.nextInt(3) == 0 ? withCharacter(sql, random) : withPiece(sql, random);
    }
    return sql;
  }

  private static String withCharacter(String sql, Random random) {
    int at = random.nextInt(sql.length());
    char other =
        (char) (random.nextInt(20) == 0 ? random.nextInt(0x10000) : 32 + random.nextInt(95));
    return sql.substring(0, at) + other + sql.substring(at + 1);
  }

  /** Whole words are removed, doubled, exchanged, or become something else. */
  private static String withPiece(String sql, Random random) {
    String[] words = sql.split("(?<=\\W)|(?=\\W)");
    int at = random.nextInt(words.length);
    words[at] =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> words[at] + " " + words[at];
          case 2 -> words[random.nextInt(words.length)];
          default -> " " + PIECES.get(random.nextInt(PIECES.size())) + " ";
        };
    return String.join("", words);
  }
}
