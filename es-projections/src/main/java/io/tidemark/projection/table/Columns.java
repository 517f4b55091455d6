package io.tidemark.projection.table;

import static java.util.stream.Collectors.joining;

import io.tidemark.jdbc.CheckViolation;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.SqlArray;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.set.SetProjection;
import io.tidemark.row.Decimal;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The columns that keep the rows of a projection, in SQL text and in values. Immutable and
 * thread-safe.
 *
 * @param <V> the rows
 */
final class Columns<V> {
  /** The name of a constraint is of its table alone. */
  private static final String CHECK = "decimal_";

  private final RowType<V> type;
  private final List<Column> all;
  private final KeyColumns key;

  private Columns(RowType<V> type, List<Column> all, KeyColumns key) {
    this.type = type;
    this.all = all;
    this.key = key;
  }

  static <V> Columns<V> of(ReadModelDefinition<?, V> projection) {
    RowType<V> type = projection.rows();
    List<Column> all = new ArrayList<>();
    for (RowComponent component : type.components()) {
      Column column = Column.of(projection.name(), component);
      all.add(projection instanceof SetProjection ? column.checkedBy(CHECK + all.size()) : column);
    }
    return new Columns<>(type, List.copyOf(all), KeyColumns.of(projection.key(), all));
  }

  /** What a row is refused for by one of the checks of digits; empty if it was none of them. */
  Optional<String> refusal(CheckViolation refused) {
    return all.stream()
        .filter(column -> column.check().equals(Optional.of(refused.constraint())))
        .findFirst()
        .map(column -> refusal(column, refused.detail()));
  }

  private static String refusal(Column column, String row) {
    Decimal digits = column.component().decimal().orElseThrow();
    return "expected in %s at most %d digits before the decimal point and %d after it, actual %s"
        .formatted(
            column.component().name(), digits.precision() - digits.scale(), digits.scale(), row);
  }

  /** One for each component of the record, in its order. */
  List<Column> all() {
    return all;
  }

  /** Those of the key. */
  KeyColumns key() {
    return key;
  }

  int count() {
    return all.size();
  }

  /** Their names, as in {@code select}. */
  String names() {
    return list(Column::quotedName);
  }

  /** As in {@code create table}. */
  String definitions() {
    return list(Column::definition);
  }

  /** In words: those of other values, and those with another key, have other words. */
  String words() {
    String words = list(Column::words);
    return key.all().size() == 1 ? words : words + ", key (%s)".formatted(key.names());
  }

  /** A parameter for each of {@link #arrays}, as in {@code unnest}. */
  String parameters() {
    return list(column -> "?::" + column.type().sql() + "[]");
  }

  private String list(Function<Column, String> part) {
    return all.stream().map(part).collect(joining(", "));
  }

  /** Rows as arrays, one for each column: a list that may be added to. */
  List<Object> arrays(Collection<V> rows) {
    List<List<@Nullable Object>> values = new ArrayList<>();
    all.forEach(column -> values.add(new ArrayList<>(rows.size())));
    for (V row : rows) {
      @Nullable Object[] ofRow = type.values(row);
      for (int i = 0; i < ofRow.length; i++) {
        values.get(i).add(ofRow[i]);
      }
    }
    List<Object> arrays = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      arrays.add(array(all.get(i), values.get(i)));
    }
    return arrays;
  }

  /** Values of a column as one array. */
  static SqlArray array(Column column, Collection<? extends @Nullable Object> values) {
    return SqlArray.of(column.type().sql(), values.stream().map(column::element).toList());
  }

  /** The row that a query is at which selects them first. */
  V read(Row row) throws SQLException {
    @Nullable Object[] values = new Object[all.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = all.get(i).read(row, i + 1);
    }
    return type.row(values);
  }
}
