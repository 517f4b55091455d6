package io.tidemark.projection.table;

import io.tidemark.jdbc.Row;
import java.sql.SQLException;
import java.util.List;

/**
 * Rows to be asked for by SQL: those of a table, as it is or as it was at a position.
 *
 * @param <V> the rows
 */
public interface Relation<V> {
  /** One for each component of the record, in its order. */
  List<Column> columns();

  /** What to put behind {@code from} to ask for something other than whole rows. */
  String from();

  /** {@code select} of all columns, without a condition. */
  String selectSql();

  /** The row that a query of {@link #selectSql} is at. */
  V read(Row row) throws SQLException;
}
