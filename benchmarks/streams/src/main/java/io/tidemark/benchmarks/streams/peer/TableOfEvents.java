package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.streams.Event;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.IntFunction;
import org.postgresql.PGConnection;

/** A narrow table with the events, columns typed, for those that begin with one. */
public final class TableOfEvents {
  static final String NAME = "benchmark_events";

  private static final int ROWS_A_COPY = 100_000;

  private TableOfEvents() {}

  /** Makes it. */
  public static void create(Database database, Event[] events) throws SQLException, IOException {
    database.execute(
        "drop table if exists " + NAME,
        "create table %s (position bigint primary key, k int not null, amount bigint not null, t bigint not null)"
            .formatted(NAME));
    copy(
        database,
        NAME,
        events.length,
        i -> i + "\t" + events[i].key() + "\t" + events[i].amount() + "\t" + events[i].time());
    database.execute("vacuum (analyze) " + NAME);
  }

  /** Fills a table with so many lines, in the format that COPY takes. */
  public static void copy(Database database, String table, int count, IntFunction<String> line)
      throws SQLException, IOException {
    try (Connection connection = database.connect()) {
      for (int from = 0; from < count; from += ROWS_A_COPY) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < Math.min(from + ROWS_A_COPY, count); i++) {
          lines.append(line.apply(i)).append('\n');
        }
        copy(connection, table, lines);
      }
    }
  }

  static void copy(Connection connection, String table, CharSequence lines)
      throws SQLException, IOException {
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn("copy " + table + " from stdin", new StringReader(lines.toString()));
  }
}
