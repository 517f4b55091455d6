package io.tidemark.benchmarks.read;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.benchmarks.measure.Callers;
import io.tidemark.benchmarks.measure.Callers.Turn;
import io.tidemark.benchmarks.measure.Comparison;
import io.tidemark.benchmarks.measure.Connections;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.measure.Result;
import io.tidemark.benchmarks.payments.FilledLog;
import io.tidemark.benchmarks.payments.PayingAccount;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.payments.PlainDecoder;
import io.tidemark.postgres.PostgresEventStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** Loads one aggregate after the other, by one caller. */
public final class LoadBenchmark {
  private final Database database;
  private final Options options;

  public LoadBenchmark(Database database, Options options) {
    this.database = database;
    this.options = options;
  }

  public void run(Report report) throws Exception {
    report.add(load(new FilledLog("benchmark_load_short", 100_000, 10_000)));
    report.add(load(new FilledLog("benchmark_load_long", 200_000, 200)));
  }

  private Result load(FilledLog log) throws Exception {
    log.create(database);
    int length = log.events() / log.accounts();
    try (HikariDataSource pool = database.pool(4);
        Connections plain = Connections.open(database, 1);
        PostgresEventStore store =
            PostgresEventStore.builder(pool).schema(log.schema()).withoutMigration().build()) {
      AggregateRepository<PayingAccount, PaymentEvent> accounts =
          AggregateRepository.of(
              PaymentEvent.CATEGORY, PayingAccount::new, store, PaymentEvent.CODEC);
      return new Comparison("load a stream of %,d events".formatted(length))
          .baseline("SELECT and the same decoding", () -> rate(select(plain.get(0), log, length)))
          .beside("Tidemark `AggregateRepository.load`", () -> rate(load(accounts, log, length)))
          .run(options, database);
    }
  }

  private double rate(Turn turn) throws Exception {
    return Callers.turnsPerSecond(1, options.length(), caller -> turn);
  }

  private static Turn load(
      AggregateRepository<PayingAccount, PaymentEvent> accounts, FilledLog log, int length) {
    AtomicLong turns = new AtomicLong();
    return () -> require(length, accounts.load(log.key(turns.getAndIncrement())).payments());
  }

  private static Turn select(Connection connection, FilledLog log, int length) throws SQLException {
    PreparedStatement select =
        connection.prepareStatement(
            "select version, type, data from %s.events where category = ? and key = ? order by version"
                .formatted(log.schema()));
    select.setString(1, PaymentEvent.CATEGORY);
    AtomicLong turns = new AtomicLong();
    return () -> {
      select.setString(2, log.key(turns.getAndIncrement()));
      PayingAccount account = new PayingAccount();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          account.apply(PlainDecoder.decode(rows.getString(2), rows.getString(3)));
        }
      }
      require(length, account.payments());
    };
  }

  private static void require(long expected, long actual) {
    if (expected != actual) {
      throw new IllegalStateException(
          "Wrong number of payments: expected %d, actual %d".formatted(expected, actual));
    }
  }
}
