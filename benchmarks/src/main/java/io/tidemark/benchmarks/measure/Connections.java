package io.tidemark.benchmarks.measure;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Open connections in auto-commit mode, for contenders without a pool. */
public record Connections(List<Connection> all) implements AutoCloseable {

  public static Connections open(Database database, int count) throws SQLException {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(database.connect());
    }
    return new Connections(all);
  }

  public Connection get(int index) {
    return all.get(index);
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : all) {
      connection.close();
    }
  }
}
