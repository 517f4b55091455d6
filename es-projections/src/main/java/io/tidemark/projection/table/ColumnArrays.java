package io.tidemark.projection.table;

import io.tidemark.jdbc.SqlArray;
import io.tidemark.row.RowType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as arrays, one for each column, which one statement turns into rows again. */
final class ColumnArrays {
  private ColumnArrays() {}

  /** A list that may be added to. */
  static <V> List<Object> of(List<Column> columns, RowType<V> type, Collection<V> rows) {
    List<List<@Nullable Object>> values = new ArrayList<>();
    columns.forEach(column -> values.add(new ArrayList<>(rows.size())));
    for (V row : rows) {
      @Nullable Object[] ofRow = type.values(row);
      for (int i = 0; i < ofRow.length; i++) {
        values.get(i).add(ofRow[i]);
      }
    }
    List<Object> arrays = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      arrays.add(array(columns.get(i), values.get(i)));
    }
    return arrays;
  }

  static SqlArray array(Column column, Collection<? extends @Nullable Object> values) {
    return SqlArray.of(column.type().sql(), values.stream().map(column::element).toList());
  }
}
