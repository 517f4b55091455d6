package io.tidemark.projection.table;

import io.tidemark.jdbc.Row;
import java.sql.SQLException;
import java.util.List;

/** The rows that were valid at a position: some still are, the others are in the history. */
record RowsAsOf<V>(HistoryTable<V> history, String from) implements Relation<V> {
  @Override
  public List<Column> columns() {
    return history.columns();
  }

  @Override
  public Column key() {
    return history.columns().get(0);
  }

  @Override
  public String selectSql() {
    return "select %s from %s".formatted(history.list(Column::quotedName), from);
  }

  @Override
  public V read(Row row) throws SQLException {
    return history.read(row);
  }
}
