package io.tidemark.sql.cases;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.PostgresText;
import io.tidemark.sql.expression.PostgresTypes;
import io.tidemark.sql.table.EventTable;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlTable;
import io.tidemark.sql.table.SqlType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Temporary tables with what the sources of a case told, and read models with their history. */
record HistoryTables(Connection connection) {
  static String name(SqlTable table) {
    return "\"history_" + table.name() + "\"";
  }

  void fill(CaseQuery query) throws SQLException {
    List<SqlTable> sources = query.query().sources();
    for (SqlTable table : sources) {
      create(table);
    }
    for (Dataflow.Input input : query.inputs()) {
      for (Dataflow.Told told : input.told()) {
        tell(sources.get(told.source()), told.change(), input.position());
      }
    }
  }

  private void create(SqlTable table) throws SQLException {
    String columns =
        table.columns().stream()
            .map(column -> "\"%s\" %s".formatted(column.name(), PostgresTypes.of(column.type())))
            .collect(Collectors.joining(", "));
    String history = table instanceof EventTable ? "" : ", since bigint, until bigint";
    execute("DROP TABLE IF EXISTS " + name(table));
    execute("CREATE TEMPORARY TABLE %s (%s%s)".formatted(name(table), columns, history));
  }

  private void tell(SqlTable table, Change change, long position) throws SQLException {
    if (table instanceof EventTable) {
      insert(name(table), change.row().values());
    } else if (change.count() > 0) {
      List<Object> values = new ArrayList<>(change.row().values());
      values.add(position);
      values.add(null);
      insert(name(table), values);
    } else {
      end(table, change.row(), position);
    }
  }

  private void end(SqlTable table, Tuple row, long position) throws SQLException {
    String same =
        table.columns().stream()
            .map(column -> " AND \"%s\" IS NOT DISTINCT FROM ?".formatted(column.name()))
            .collect(Collectors.joining());
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE %s SET until = %d WHERE until IS NULL%s"
                .formatted(name(table), position, same))) {
      bind(update, row.values());
      update.executeUpdate();
    }
  }

  private void insert(String table, List<Object> values) throws SQLException {
    String places = values.stream().map(value -> "?").collect(Collectors.joining(", "));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO %s VALUES (%s)".formatted(table, places))) {
      bind(insert, values);
      insert.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      statement.setObject(
          i + 1,
          value instanceof Instant time ? LocalDateTime.ofInstant(time, ZoneOffset.UTC) : value);
    }
  }

  List<Tuple> rows(PostgresText text) throws SQLException {
    List<Tuple> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(text.sql())) {
      while (found.next()) {
        Object[] values = new Object[text.columns().size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = value(found, i + 1, text.columns().get(i));
        }
        rows.add(Tuple.of(values));
      }
    }
    return rows;
  }

  private static Object value(ResultSet found, int index, SqlColumn column) throws SQLException {
    SqlType type = column.type();
    Object value =
        switch (type.kind()) {
          case TIMESTAMP -> found.getObject(index, LocalDateTime.class);
          case DATE -> found.getObject(index, LocalDate.class);
          default -> found.getObject(index);
        };
    return type.equals(SqlType.NULL)
        ? value
        : type.stored(value instanceof LocalDateTime time ? time.toInstant(ZoneOffset.UTC) : value);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
