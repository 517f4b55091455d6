package io.tidemark.projection.table;

import static java.util.stream.Collectors.joining;

import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table in the order of their keys, one after the other; memory holds some of them.
 * Within a transaction only. Not thread-safe.
 */
public final class KeyOrderedRows {
  private static final int PAGE = 1_000;

  private final Session transaction;
  private final List<Column> columns;
  private final String cursor = "tidemark_" + UUID.randomUUID().toString().replace("-", "");
  private final Deque<List<@Nullable Object>> page = new ArrayDeque<>();
  private boolean atEnd;

  KeyOrderedRows(Session transaction, String table, List<Column> key, List<Column> columns) {
    this.transaction = transaction;
    this.columns = columns;
    transaction.update(
        "declare %s no scroll cursor for select %s from %s order by %s"
            .formatted(cursor, names(columns), table, names(key)));
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::quotedName).collect(joining(", "));
  }

  /**
   * The values of the next row, the key first, JSON as {@link StoredJson}; empty after the last.
   */
  public Optional<List<@Nullable Object>> next() {
    if (page.isEmpty() && !atEnd) {
      page.addAll(transaction.query("fetch %s from %s".formatted(PAGE, cursor), this::read));
      atEnd = page.size() < PAGE;
    }
    return Optional.ofNullable(page.poll());
  }

  private List<@Nullable Object> read(Row row) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      values.add(columns.get(i).readWithText(row, i + 1));
    }
    return values;
  }
}
