package io.tidemark.sql.query;

import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.ValueOrder;
import io.tidemark.sql.table.SqlColumn;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Changes of a statement that is followed, added up: the rows that there are after the last of
 * them. Holds these. Not thread-safe.
 */
public final class AddedUpRows implements Consumer<SqlChange> {
  private final List<SqlColumn> columns;
  private final Map<Tuple, Integer> copies = new TreeMap<>(ValueOrder::compare);
  private long position;

  /**
   * None yet.
   *
   * @param columns of the rows
   */
  public AddedUpRows(List<SqlColumn> columns) {
    this.columns = List.copyOf(columns);
  }

  @Override
  public void accept(SqlChange change) {
    change
        .removed()
        .forEach(row -> copies.computeIfPresent(row, (same, n) -> n > 1 ? n - 1 : null));
    change.added().forEach(row -> copies.merge(row, 1, Integer::sum));
    position = change.position();
  }

  /** Those after the last change, and where that was; at position 0 if there was none. */
  public SqlRows rows() {
    return new SqlRows(
        columns,
        copies.entrySet().stream()
            .flatMap(row -> Collections.nCopies(row.getValue(), row.getKey()).stream())
            .toList(),
        position);
  }
}
