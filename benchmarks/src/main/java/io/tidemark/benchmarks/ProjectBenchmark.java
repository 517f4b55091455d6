package io.tidemark.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.PaymentEvent.Paid;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.set.SetProjection;
import io.tidemark.replay.Replays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Brings a log into a table with one row per account, its checkpoint always with it. */
final class ProjectBenchmark {
  private static final FilledLog LOG = new FilledLog("benchmark_project", 200_000, 2_000);
  private static final String TABLE = LOG.schema() + ".plain_totals";

  /** The table's row, in both cases. */
  record AccountTotal(String account, long payments, long total, long lastVersion) {}

  private static final Projection<String, AccountTotal> PROJECTION =
      Projection.named("account_totals", AccountTotal.class, AccountTotal::account)
          .from(PaymentEvent.CATEGORY, PaymentEvent.CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold(
              (row, event, recorded) ->
                  new AccountTotal(
                      recorded.stream().key(),
                      row == null ? 1 : row.payments() + 1,
                      (row == null ? 0 : row.total()) + ((Paid) event).amount(),
                      recorded.version()));

  /** The same statement for all, over a range of events. */
  private static final String UPSERT =
      """
      insert into %s as t
      select e.key, count(*), sum((e.data::json->>'amount')::bigint), max(e.version) from %s
      where %s and e.category = '%s' group by e.key
      on conflict (account) do update set payments = t.payments + excluded.payments,
        total = t.total + excluded.total, last_version = excluded.last_version""";

  private static final SetProjection<String, AccountTotal> SET =
      set(UPSERT.formatted(":table", ":events e", "true", PaymentEvent.CATEGORY));

  /** As people would write it, over the view with JSON that is checked. */
  private static final SetProjection<String, AccountTotal> SET_BY_VIEW =
      set(
          """
          insert into :table as t
          select substr(e.stream, 9), count(*), sum((e.data->>'amount')::bigint), max(e.version)
          from :log e where e.stream like '%s-%%' group by e.stream
          on conflict (account) do update set payments = t.payments + excluded.payments,
            total = t.total + excluded.total, last_version = excluded.last_version"""
              .formatted(PaymentEvent.CATEGORY));

  private static SetProjection<String, AccountTotal> set(String sql) {
    return SetProjection.named("account_totals", AccountTotal.class, AccountTotal::account)
        .applying(sql);
  }

  private final Database database;
  private final Options options;

  ProjectBenchmark(Database database, Options options) {
    this.database = database;
    this.options = options;
  }

  void run(Report report) throws Exception {
    LOG.create(database);
    try (HikariDataSource pool = database.pool(4);
        PostgresEventStore store =
            PostgresEventStore.builder(pool).schema(LOG.schema()).withoutMigration().build()) {
      PostgresProjections projections = PostgresProjections.of(store);
      report.add(
          new Comparison("project %,d events".formatted(LOG.events()))
              .baseline("set-based SQL, 1,000 positions per commit", () -> plain(1_000))
              .baseline("set-based SQL, 10,000 positions per commit", () -> plain(10_000))
              .baseline("set-based SQL, one statement over all", () -> plain(LOG.events()))
              .aiming("Tidemark set-based projection", 0.9, () -> catchUp(projections, SET))
              .beside(
                  "Tidemark set-based projection over the view",
                  () -> catchUp(projections, SET_BY_VIEW))
              .beside("Tidemark exactly-once projection", () -> catchUp(projections, PROJECTION))
              .beside("Tidemark rebuild", () -> rebuild(projections))
              .run(options, database));
    }
  }

  private double catchUp(PostgresProjections projections, ReadModelDefinition<?, ?> projection)
      throws SQLException {
    database.execute(
        "drop table if exists " + LOG.schema() + ".account_totals",
        "drop table if exists " + LOG.schema() + ".projections");
    long from = System.nanoTime();
    projections.catchUp(projection);
    return checkedRate(from, "account_totals");
  }

  private double rebuild(PostgresProjections projections) throws SQLException {
    long from = System.nanoTime();
    Replays.of(projections).rebuild(PROJECTION, progress -> {});
    return checkedRate(from, "account_totals");
  }

  private double plain(int positions) throws SQLException {
    database.execute(
        "drop table if exists " + TABLE + ", " + TABLE + "_checkpoint",
        "create table "
            + TABLE
            + " (account text primary key, payments bigint, total bigint, last_version bigint)",
        "create table " + TABLE + "_checkpoint (position bigint)",
        "insert into " + TABLE + "_checkpoint values (0)");
    long from = System.nanoTime();
    try (Connection connection = database.connect();
        Statement settings = connection.createStatement()) {
      settings.execute("set synchronous_commit = off"); // as the projection does: it can be redone
      connection.setAutoCommit(false);
      project(connection, positions);
    }
    return checkedRate(from, "plain_totals");
  }

  private static void project(Connection connection, int positions) throws SQLException {
    String range = "position > ? and position <= ?";
    String upsert =
        UPSERT.formatted(TABLE, LOG.schema() + ".events e", range, PaymentEvent.CATEGORY);
    try (PreparedStatement rows = connection.prepareStatement(upsert);
        PreparedStatement checkpoint =
            connection.prepareStatement("update " + TABLE + "_checkpoint set position = ?")) {
      for (long position = 0; position < LOG.events(); position += positions) {
        rows.setLong(1, position);
        rows.setLong(2, position + positions);
        rows.executeUpdate();
        checkpoint.setLong(1, position + positions);
        checkpoint.executeUpdate();
        connection.commit();
      }
    }
  }

  private double checkedRate(long fromNanos, String table) throws SQLException {
    double rate = LOG.events() * 1e9 / (System.nanoTime() - fromNanos);
    String sum = database.value("select sum(payments) from " + LOG.schema() + "." + table);
    if (!sum.equals("" + LOG.events())) {
      throw new IllegalStateException(
          "Wrong sum in %s: expected %d, actual %s".formatted(table, LOG.events(), sum));
    }
    return rate;
  }
}
