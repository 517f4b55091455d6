package io.tidemark.sql.query;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlColumn;
import java.util.List;

/**
 * An answer.
 *
 * @param columns of the rows
 * @param rows with as many values each, of the types of the columns; null where there is none
 * @param position through which events count
 */
public record SqlRows(List<SqlColumn> columns, List<Tuple> rows, long position) {
  /** Copies the lists. */
  public SqlRows {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * The same with the first rows only.
   *
   * @param limit how many at the most
   */
  public SqlRows first(long limit) {
    return rows.size() <= limit
        ? this
        : new SqlRows(columns, rows.stream().limit(limit).toList(), position);
  }
}
