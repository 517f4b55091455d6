package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.streams.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads rows of any number through a cursor. */
final class Query {
  private static final int ROWS_A_FETCH = 10_000;

  private Query() {}

  /** What is done with a row. */
  @FunctionalInterface
  interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  static void read(Database database, String sql, Reader reader) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set work_mem = '256MB'");
      statement.execute("set jit = off");
      connection.setAutoCommit(false); // else the driver reads everything at once
      statement.setFetchSize(ROWS_A_FETCH);
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }

  /** Tells rows of key, time, count and sum. */
  static void tell(Database database, String sql, Rows rows) throws SQLException {
    Rows.Part out = rows.part();
    read(
        database,
        sql,
        row -> out.add(row.getInt(1), row.getLong(2), row.getLong(3), row.getLong(4)));
    out.flush();
  }
}
