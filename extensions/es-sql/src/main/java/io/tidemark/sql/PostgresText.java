package io.tidemark.sql;

import io.tidemark.sql.postgres.PlanText;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlTable;
import java.util.List;
import java.util.function.Function;

/**
 * A statement for PostgreSQL, over all events that there are: its rows are those that the plan has
 * once all windows are closed, also of windows that a retention has let go. Immutable.
 *
 * @param sql the text; it has no parameters
 * @param columns what its columns are, in their order: text, bigint (also of INTEGER), numeric,
 *     double precision, boolean, date, uuid, or timestamp without a zone, in UTC
 */
public record PostgresText(String sql, List<SqlColumn> columns) {
  /** Copies the list. */
  public PostgresText {
    columns = List.copyOf(columns);
  }

  /**
   * Of a query.
   *
   * @param relations what holds the rows of a table, as FROM takes it: a name, or a query in
   *     parentheses. Its columns are named as those of the table and have the types that are named
   *     above. Of a read model it holds its history: {@code since} is the position from which a row
   *     was there, and {@code until}, null for as yet, that of the event that took it away
   */
  public static PostgresText of(CompiledQuery query, Function<SqlTable, String> relations) {
    return new PostgresText(
        new PlanText(query.sources(), relations).rows(query.plan()), query.columns());
  }
}
