package io.tidemark.sql.cases;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.cases.StreamCase.CaseChange;
import io.tidemark.sql.table.SqlColumn;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A multiset of rows, each as one text: how many times each is there, which may be negative. */
final class CaseRows {
  private final Map<String, Long> counts = new TreeMap<>(Comparator.naturalOrder());

  static CaseRows of(List<Change> changes) {
    CaseRows rows = new CaseRows();
    changes.forEach(change -> rows.add(text(change.row()), change.count()));
    return rows;
  }

  static CaseRows of(CaseChange change, List<SqlColumn> columns) {
    CaseRows rows = new CaseRows();
    change.added().forEach(row -> rows.add(text(row, columns), 1));
    change.removed().forEach(row -> rows.add(text(row, columns), -1));
    return rows;
  }

  static CaseRows ofTuples(List<Tuple> tuples) {
    return of(tuples.stream().map(Change::added).toList());
  }

  void addAll(CaseRows others) {
    others.counts.forEach(this::add);
  }

  private void add(String row, long count) {
    if (counts.merge(row, count, Long::sum) == 0) {
      counts.remove(row);
    }
  }

  private static String text(Tuple row) {
    List<String> values = new ArrayList<>();
    row.values().forEach(value -> values.add(text(value)));
    return values.toString();
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number
        ? number.stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  private static String text(JsonNode row, List<SqlColumn> columns) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      values.add(text(row.get(i), columns.get(i)));
    }
    return values.toString();
  }

  private static String text(JsonNode value, SqlColumn column) {
    if (value.isNull()) {
      return "null";
    }
    String text = value.asString();
    return switch (column.type().kind()) {
      case DECIMAL -> text(new BigDecimal(text));
      case TIMESTAMP -> text(Instant.parse(text));
      case DATE -> text(LocalDate.parse(text));
      case DOUBLE -> text(Double.valueOf(text));
      default -> text;
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CaseRows rows && rows.counts.equals(counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  /** One row a line, with how many times it comes or goes. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    counts.forEach((row, count) -> text.append("      %+d %s%n".formatted(count, row)));
    return counts.isEmpty() ? "      no rows\n" : text.toString();
  }
}
