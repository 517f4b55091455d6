package io.tidemark.sql.table;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A read model as a table: rows that come, change and go as its projection goes on.
 *
 * @param key names of the columns that tell its rows apart
 */
public record SqlReadModel(String name, List<SqlColumn> columns, List<String> key)
    implements SqlTable {
  /**
   * @throws IllegalArgumentException if a key column is not among the columns, or there is none
   */
  public SqlReadModel {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    Names.requireDistinct(name, columns);
    List<String> names = columns.stream().map(column -> lower(column.name())).toList();
    if (key.isEmpty() || !key.stream().map(SqlReadModel::lower).allMatch(names::contains)) {
      throw new IllegalArgumentException(
          "Invalid read model %s: expected a key of its columns %s, actual %s"
              .formatted(name, names, key));
    }
  }

  /**
   * The rows of a projection as a table: columns named as those in the database, so that {@code
   * openedAt} is {@code opened_at}. Components that are no single value are no columns.
   *
   * @param record what the rows are
   * @param key components that tell rows apart
   * @throws IllegalArgumentException if there are no such components
   */
  public static SqlReadModel of(String name, Class<? extends Record> record, String... key) {
    List<String> keyColumns = Arrays.stream(key).map(Names::snakeCase).toList();
    return new SqlReadModel(name, RecordColumns.of(record).columns(), keyColumns);
  }

  /** A row of the record's class as a row of this table. */
  public static Tuple row(Record row) {
    return RecordColumns.of(row.getClass()).row(row);
  }

  @Override
  public Plan.Source source(int number) {
    List<String> names = columns.stream().map(column -> lower(column.name())).toList();
    List<Integer> indexes = key.stream().map(column -> names.indexOf(lower(column))).toList();
    return new Plan.Source(number, columns.size(), Optional.of(indexes), false);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
