package io.tidemark.projection.table;

import io.tidemark.jdbc.Row;
import java.sql.SQLException;
import java.util.List;

/** The rows that were valid at a position: some still are, the others are in the history. */
record RowsAsOf<V>(Columns<V> of, String from) implements Relation<V> {
  @Override
  public List<Column> columns() {
    return of.all();
  }

  @Override
  public String selectSql() {
    return "select %s from %s".formatted(of.names(), from);
  }

  @Override
  public V read(Row row) throws SQLException {
    return of.read(row);
  }
}
