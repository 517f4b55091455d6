package io.tidemark.sql.cli;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.query.SqlRows;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlType;
import io.tidemark.terminal.BarChart;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.Table;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a query as people and programs read them.
 *
 * @param columns of the rows
 */
record SqlText(List<SqlColumn> columns) {
  /** A table with all of them: figures to the right, and neither they nor times are cut. */
  Table table(List<Tuple> rows) {
    Table table = Table.of(columns.stream().map(SqlText::heading).toArray(String[]::new));
    rows.forEach(row -> table.row(row.values().stream().map(SqlText::text).toArray()));
    return table;
  }

  private static String heading(SqlColumn column) {
    if (column.type().isNumeric()) {
      return ">" + column.name();
    }
    return column.type().equals(SqlType.VARCHAR) ? column.name() : "=" + column.name();
  }

  /**
   * A chart of two columns, of which the second one is a number: a bar for each row that has one.
   */
  BarChart chart(List<Tuple> rows) {
    BarChart chart = new BarChart();
    rows.forEach(
        row ->
            chart.bar(
                text(row.get(0)),
                Optional.ofNullable(row.get(1)).flatMap(SqlText::finite),
                text(row.get(1))));
    return chart;
  }

  /** A number that a bar can be as long as. */
  private static Optional<BigDecimal> finite(Object number) {
    return number instanceof Double real && !Double.isFinite(real)
        ? Optional.empty()
        : Optional.of(new BigDecimal(number.toString()));
  }

  /** Prints them as a JSON array. */
  void print(List<Tuple> rows, Output out) {
    try (JsonList list = new JsonList(out)) {
      rows.forEach(row -> list.add(json(row)));
    }
  }

  /** A row as a JSON object; nothing is null. */
  JsonLine json(Tuple row) {
    JsonLine line = new JsonLine();
    for (int i = 0; i < columns.size(); i++) {
      Object value = row.get(i);
      if (value == null || value instanceof BigDecimal) {
        line.withRaw(columns.get(i).name(), value == null ? "null" : text(value));
      } else {
        boolean isJson =
            value instanceof Long || value instanceof Double || value instanceof Boolean;
        line.with(columns.get(i).name(), isJson ? value : text(value));
      }
    }
    return line;
  }

  /** Rows and where they are so as one JSON object. */
  JsonLine json(SqlRows rows) {
    return new JsonLine()
        .with("position", rows.position())
        .withRaw(
            "rows",
            rows.rows().stream()
                .map(row -> json(row).toString())
                .collect(Collectors.joining(",", "[", "]")));
  }

  /** A change as a JSON object. */
  String json(long position, char sign, Tuple row) {
    return new JsonLine()
        .with("position", position)
        .with("change", String.valueOf(sign))
        .with("row", json(row))
        .toString();
  }

  /** A change on one line: {@code 12 + account 42, total 100.25}. */
  String line(long position, char sign, Tuple row) {
    return "%d %c %s"
        .formatted(
            position,
            sign,
            IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).name() + " " + text(row.get(i)))
                .collect(Collectors.joining(", ")));
  }

  /** A value; nothing of null. */
  private static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }
}
