package com.example.tram;

import io.tidemark.AsOf;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.Replays;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.query.SqlRows;
import io.tidemark.subscription.SubscriptionRunner;

/** The same windows in SQL, and then larger ones. */
public final class InSql {
  private static final String STATEMENT =
      """
      CREATE VIEW quarters_in_sql WITH ('delay' = '2 min') AS
      SELECT line, window_start, COUNT(*) AS stops, SUM(passengers) AS passengers
      FROM TABLE(TUMBLE(TABLE boarded, DESCRIPTOR(occurred_at), INTERVAL '15' MINUTE))
      GROUP BY line, window_start, window_end
      """;

  private InSql() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    try (Database database = new Database();
        PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      PostgresProjections projections = PostgresProjections.of(store);
      SqlQueries sql =
          SqlQueries.of(projections).types("tram", TramEvent.CODEC, TramEvent.class).build();

      print("once", sql.select("SELECT SUM(passengers) AS all_day FROM boarded", AsOf.latest()));

      sql.create(STATEMENT);
      try (SubscriptionRunner runner =
          SubscriptionRunner.builder(store).add(sql.subscriber("quarters_in_sql")).build()) {
        runner.catchUp();
      }
      print("now", sql.rows("quarters_in_sql"));
      print("as of position 4", sql.rows("quarters_in_sql", AsOf.position(4)));

      sql.change(STATEMENT.replace("INTERVAL '15' MINUTE", "INTERVAL '5' MINUTE"));
      Replays.of(projections)
          .rebuild(sql.projection("quarters_in_sql"), RebuildOptions.defaults(), progress -> {});
      print("each 5 minutes", sql.rows("quarters_in_sql"));
    }
  }

  private static void print(String when, SqlRows answer) {
    answer.rows().forEach(row -> System.out.println(when + ": " + row));
  }
}
