package io.tidemark.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dataflow.operator.Division;
import io.tidemark.sql.SqlStatement;
import io.tidemark.sql.table.EventTable;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlTables;
import io.tidemark.sql.table.SqlType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements shards divide the work on. */
class QueryDivisionTest {
  private static final String MATCHES =
      " FROM deposited MATCH_RECOGNIZE (PARTITION BY account ORDER BY occurred_at MEASURES A.amount AS amount, B.amount AS more PATTERN (A B) WITHIN INTERVAL '1' DAY DEFINE B AS B.amount > A.amount)";
  private static final String PAIRS =
      " FROM deposited d JOIN withdrawn w ON w.account = d.account AND w.occurred_at BETWEEN d.occurred_at AND d.occurred_at + INTERVAL '10' MINUTE";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT account, amount, more" + MATCHES,
        "SELECT account, COUNT(*)" + MATCHES + " GROUP BY account",
        "SELECT account, amount" + MATCHES + " WHERE more > 5",
        "SELECT d.account, d.amount, w.amount" + PAIRS,
        "SELECT d.account, d.`position`, w.`position`" + PAIRS,
        "SELECT w.account, SUM(d.amount)" + PAIRS + " GROUP BY w.account"
      })
  void with_the_key_of_the_rows_in_them_it_is(String sql) {
    assertThat(isDivided(sql)).isTrue();
  }

  /** The same row can be made by several shards, none of which knows of the others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT amount, more" + MATCHES,
        "SELECT COUNT(*)" + MATCHES,
        "SELECT d.amount" + PAIRS,
        "SELECT d.amount, COUNT(*)" + PAIRS + " GROUP BY d.amount"
      })
  void without_it_it_is_not(String sql) {
    assertThat(isDivided(sql)).isFalse();
  }

  private static boolean isDivided(String sql) {
    List<SqlColumn> columns =
        List.of(new SqlColumn("account", SqlType.VARCHAR), new SqlColumn("amount", SqlType.BIGINT));
    SqlTables tables =
        SqlTables.of(
            List.of(
                EventTable.ofJson("account", "deposited", columns),
                EventTable.ofJson("account", "withdrawn", columns)));
    return Division.isDivided(QueryRows.of(SqlStatement.parse(sql, tables).query()).plan());
  }
}
