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
}
