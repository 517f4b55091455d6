package io.tidemark.sql.cli;

import io.tidemark.sql.SqlStatement;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.query.SqlQuery;
import io.tidemark.sql.table.EventTable;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlException;
import io.tidemark.sql.table.SqlReadModel;
import io.tidemark.sql.table.SqlTable;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.FailureText;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What statements can name, with the types of its columns; and queries, whose rows are shown by
 * their names.
 */
record NameableTables(List<Listed> tables) {
  private static final String INDENT = "    ";

  /**
   * One of them.
   *
   * @param kind in one word, for programs
   * @param about what it is, for people
   */
  record Listed(String name, String kind, String about, List<SqlColumn> columns) {
    private JsonLine json() {
      return new JsonLine()
          .with("name", name)
          .with("kind", kind)
          .with(
              "columns",
              columns.stream()
                  .map(column -> new Column(column.name(), column.type().toString()))
                  .toList());
    }

    /** With commas between the columns, and each of them on one line. */
    private List<String> columnLines(int width) {
      List<String> lines = new ArrayList<>();
      String line = INDENT;
      for (int i = 0; i < columns.size(); i++) {
        String column = columns.get(i) + (i < columns.size() - 1 ? "," : "");
        if (!line.isBlank() && TextWidth.of(line) + 1 + TextWidth.of(column) > width) {
          lines.add(line);
          line = INDENT;
        }
        line += (line.isBlank() ? "" : " ") + column;
      }
      lines.add(line);
      return lines;
    }
  }

  private record Column(String name, String type) {}

  /**
   * All of them.
   *
   * @param notes told which queries this program cannot carry out: these are not listed
   */
  static NameableTables of(SqlQueries sql, Consumer<String> notes) {
    List<Listed> all = new ArrayList<>();
    for (String name : sql.tables().names()) {
      all.add(listed(sql.tables().find(name).orElseThrow()));
    }
    for (SqlQuery query : sql.list()) {
      try {
        List<SqlColumn> columns =
            SqlStatement.parse(query.statement(), sql.tables()).query().columns();
        all.add(new Listed(query.name(), "query", "query: see query rows", columns));
      } catch (SqlException e) {
        notes.accept("query %s: %s".formatted(query.name(), FailureText.of(e)));
      }
    }
    return new NameableTables(all);
  }

  private static Listed listed(SqlTable table) {
    if (table instanceof SqlReadModel readModel) {
      String key = String.join(", ", readModel.key());
      return new Listed(table.name(), "readModel", "read model by " + key, table.columns());
    }
    EventTable events = (EventTable) table;
    String of = events.categories().stream().sorted().collect(Collectors.joining(", "));
    return new Listed(table.name(), "events", "events of " + of, table.columns());
  }

  /** Their names. */
  List<String> names() {
    return tables.stream().map(Listed::name).toList();
  }

  /** That of this name, whatever the case of its letters; none if there is none. */
  NameableTables named(String name) {
    return new NameableTables(
        tables.stream().filter(table -> table.name().equalsIgnoreCase(name)).toList());
  }

  void print(Console console, boolean isJson) {
    if (isJson) {
      try (JsonList list = new JsonList(console.out())) {
        tables.forEach(table -> list.add(table.json()));
      }
      return;
    }
    for (Listed table : tables) {
      console.out().line(console.style().bold(table.name()) + "  " + table.about());
      table.columnLines(console.out().columns()).forEach(console.out()::line);
    }
  }
}
