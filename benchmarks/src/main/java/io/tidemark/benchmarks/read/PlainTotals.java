package io.tidemark.benchmarks.read;

import io.tidemark.benchmarks.measure.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The same totals by SQL that is written by hand: a statement over a range of the log. */
final class PlainTotals {
  private static final String NAME = "plain_totals";

  /** The same statement for all, over a range of events; with the projection's rows. */
  static final String UPSERT =
      """
      insert into %s as t
      select e.key, count(*), sum((e.data::json->>'amount')::bigint), max(e.version) from %s
      where %s and e.category = '%s' group by e.key
      on conflict (account) do update set payments = t.payments + excluded.payments,
        total = t.total + excluded.total, last_version = excluded.last_version""";

  private final Database database;
  private final String schema;
  private final String category;
  private final long events;
  private final String table;

  /**
   * Of the events of one category.
   *
   * @param events how many it has
   */
  PlainTotals(Database database, String schema, String category, long events) {
    this.database = database;
    this.schema = schema;
    this.category = category;
    this.events = events;
    this.table = schema + "." + NAME;
  }

  /** Events of the category per second, with so many positions of the log in each commit. */
  double perSecond(int positions) throws Exception {
    database.execute(
        "drop table if exists " + table + ", " + table + "_checkpoint",
        "create table "
            + table
            + " (account text primary key, payments bigint, total bigint, last_version bigint)",
        "create table " + table + "_checkpoint (position bigint)",
        "insert into " + table + "_checkpoint values (0)");
    return new TotalsTable(database, schema).perSecond(NAME, events, () -> project(positions));
  }

  private void project(int positions) throws SQLException {
    String upsert =
        UPSERT.formatted(table, schema + ".events e", "position > ? and position <= ?", category);
    try (Connection connection = database.connect();
        Statement settings = connection.createStatement()) {
      settings.execute("set synchronous_commit = off"); // as the projection does: it can be redone
      connection.setAutoCommit(false);
      try (PreparedStatement rows = connection.prepareStatement(upsert);
          PreparedStatement checkpoint =
              connection.prepareStatement("update " + table + "_checkpoint set position = ?")) {
        long head =
            Long.parseLong(database.value("select max(position) from " + schema + ".events"));
        for (long position = 0; position < head; position += positions) {
          rows.setLong(1, position);
          rows.setLong(2, position + positions);
          rows.executeUpdate();
          checkpoint.setLong(1, position + positions);
          checkpoint.executeUpdate();
          connection.commit();
        }
      }
    }
  }
}
