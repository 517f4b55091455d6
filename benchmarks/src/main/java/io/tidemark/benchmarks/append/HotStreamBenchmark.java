package io.tidemark.benchmarks.append;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.benchmarks.measure.Callers;
import io.tidemark.benchmarks.measure.Callers.Turn;
import io.tidemark.benchmarks.measure.Comparison;
import io.tidemark.benchmarks.measure.Connections;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.payments.PayingAccount;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.payments.PlainDecoder;
import io.tidemark.benchmarks.payments.PlainLog;
import io.tidemark.benchmarks.payments.Totals;
import io.tidemark.postgres.PostgresEventStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** Many callers with commands on one and the same stream, a new one for each measurement. */
public final class HotStreamBenchmark {
  private static final String SCHEMA = "benchmark_hot";
  private static final String UNIQUE_VIOLATION = "23505";
  private static final int CALLERS = 16;

  private final Database database;
  private final Options options;
  private final AtomicLong streams = new AtomicLong();

  /** How the naive loop finds the version it appends to. */
  @FunctionalInterface
  private interface VersionOf {
    long find(PreparedStatement select) throws SQLException;
  }

  public HotStreamBenchmark(Database database, Options options) {
    this.database = database;
    this.options = options;
  }

  public void run(Report report) throws Exception {
    database.createLog(SCHEMA);
    PlainLog.create(database);
    try (HikariDataSource pool = database.pool(CALLERS);
        Connections plain = Connections.open(database, CALLERS);
        PostgresEventStore store =
            PostgresEventStore.builder(pool).schema(SCHEMA).withoutMigration().build()) {
      report.add(
          new Comparison("hot stream, " + CALLERS + " callers")
              .baseline(
                  "SELECT max(version), INSERT, retry on conflict",
                  () -> naive(plain, "max(version)", HotStreamBenchmark::only))
              .beside(
                  "SELECT and fold the stream, INSERT, retry on conflict",
                  () -> naive(plain, "version, type, data", HotStreamBenchmark::fold))
              .aiming("Tidemark `AggregateRepository.execute`", 3, () -> execute(store))
              .run(options, database));
    }
  }

  private double execute(PostgresEventStore store) throws Exception {
    AggregateRepository<PayingAccount, PaymentEvent> accounts =
        AggregateRepository.of(
            PaymentEvent.CATEGORY, PayingAccount::new, store, PaymentEvent.CODEC);
    String key = newKey();
    return Callers.turnsPerSecond(
        CALLERS, options.length(), caller -> () -> accounts.execute(key, PayingAccount::pay));
  }

  private double naive(Connections plain, String columns, VersionOf versionOf) throws Exception {
    String key = newKey();
    String sql =
        "select %s from %s.events where category = ? and key = ?"
            .formatted(columns, PlainLog.SCHEMA);
    String order = columns.contains("data") ? " order by version" : "";
    return Callers.turnsPerSecond(
        CALLERS,
        options.length(),
        caller -> {
          Connection connection = plain.get(caller);
          PreparedStatement select = connection.prepareStatement(sql + order);
          select.setString(1, PaymentEvent.CATEGORY);
          select.setString(2, key);
          return untilStored(select, versionOf, PlainLog.insert(connection, 1), key);
        });
  }

  private static Turn untilStored(
      PreparedStatement select, VersionOf versionOf, PreparedStatement insert, String key) {
    return () -> {
      while (true) {
        PlainLog.bind(insert, 0, key, versionOf.find(select) + 1);
        try {
          insert.executeUpdate();
          return;
        } catch (SQLException e) {
          if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
            throw e;
          }
        }
      }
    };
  }

  private static long only(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static long fold(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      Totals totals = new Totals();
      long version = 0;
      while (rows.next()) {
        version = rows.getLong(1);
        totals.add(PlainDecoder.decode(rows.getString(2), rows.getString(3)));
      }
      return version;
    }
  }

  private String newKey() {
    return "hot" + streams.incrementAndGet();
  }
}
