package io.tidemark.benchmarks.read;

import io.tidemark.benchmarks.measure.Companion;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Numbers;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.measure.Table;
import io.tidemark.benchmarks.payments.FilledLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** What a process with projections costs that has nothing to do, once. */
public final class IdleBenchmark {
  private static final FilledLog LOG = new FilledLog("benchmark_idle", 10_000, 1_000);
  private static final int LENGTHS = 10; // of a usual measurement: what is rare is to be seen
  private static final long SETTLING_SECONDS = 15; // until all is compiled and all reported
  private static final double NANOS = 1e9;

  private final Database database;
  private final Options options;

  public IdleBenchmark(Database database, Options options) {
    this.database = database;
    this.options = options;
  }

  public void run(Report report) throws Exception {
    LOG.create(database);
    Table table = new Table("work", "contender", "% of a processor", "transactions/s", "aim");
    add(
        table,
        "3 projections with nothing to do",
        "a thread each that looks every %d ms".formatted(IdleProcess.LOOK_MILLIS),
        IdleProcess.BY_HAND,
        "");
    add(table, "", "Tidemark", IdleProcess.TIDEMARK, "< 1, ≤ 2");
    report.add(table);
  }

  private void add(Table table, String work, String contender, String how, String aim)
      throws Exception {
    try (Companion other = Companion.start(IdleProcess.class, database, LOG.schema());
        Connection connection = database.connect()) {
      other.ask(how);
      TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
      long transactions = transactions(connection);
      double processor = other.processorTime().toNanos();
      long from = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(options.length().toNanos() * LENGTHS);
      processor = other.processorTime().toNanos() - processor;
      transactions = transactions(connection) - transactions - 1; // one is the first look itself
      long nanos = System.nanoTime() - from;
      table.row(
          work,
          contender,
          Numbers.text(100 * processor / nanos, 2),
          Numbers.text(transactions * NANOS / nanos, 2),
          aim);
    }
  }

  private static long transactions(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
