package io.tidemark.bank.text;

import io.tidemark.bank.account.Money;
import io.tidemark.bank.stream.StreamChart;
import io.tidemark.bank.stream.StreamRows;
import io.tidemark.terminal.BarChart;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.Table;
import io.tidemark.window.accumulator.Average;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of streams as people and programs read them. Amounts have two decimals, rounded half up. */
public final class StreamText {
  /** Of times; what else is no text is a figure. */
  private static final Set<String> TIMES = Set.of("begins", "ends", "happened");

  private static final String ACCOUNT = "account";

  private StreamText() {}

  /** A table with all of them. */
  public static Table table(StreamRows rows) {
    Table table = Table.of(rows.columns().stream().map(StreamText::heading).toArray(String[]::new));
    rows.rows().forEach(row -> table.row(row.stream().map(StreamText::shown).toArray()));
    return table;
  }

  private static String heading(String column) {
    String name = column.toUpperCase(Locale.ROOT);
    if (column.equals(ACCOUNT)) {
      return name;
    }
    return (TIMES.contains(column) ? "=" : ">") + name;
  }

  /** A chart of figures over time. */
  public static BarChart chart(List<StreamChart.Point> points) {
    BarChart chart = new BarChart();
    points.forEach(
        point ->
            chart.bar(
                point.time(), Optional.of(point.total()), String.valueOf(shown(point.total()))));
    return chart;
  }

  /** An object for each. */
  public static List<JsonLine> json(StreamRows rows) {
    return rows.rows().stream().map(row -> json(rows.columns(), row)).toList();
  }

  private static JsonLine json(List<String> columns, List<@Nullable Object> row) {
    JsonLine line = new JsonLine();
    for (int i = 0; i < columns.size(); i++) {
      line.with(columns.get(i), shown(row.get(i)));
    }
    return line;
  }

  private static @Nullable Object shown(@Nullable Object value) {
    if (value instanceof Average average) {
      return shown(average.value());
    }
    if (value instanceof BigDecimal amount) {
      return Money.text(amount.setScale(Money.DECIMALS, RoundingMode.HALF_UP));
    }
    return value instanceof Instant time ? time.toString() : value;
  }
}
