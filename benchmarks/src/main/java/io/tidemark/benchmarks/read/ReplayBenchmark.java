package io.tidemark.benchmarks.read;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.RecordedEvent;
import io.tidemark.benchmarks.measure.Comparison;
import io.tidemark.benchmarks.measure.Contender.Measurement;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.OwnJvm;
import io.tidemark.benchmarks.measure.PeakHeap;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.payments.FilledLog;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.payments.PaymentEvent.Paid;
import io.tidemark.benchmarks.payments.PlainDecoder;
import io.tidemark.benchmarks.payments.Totals;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.LogQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Iterator;
import java.util.stream.Stream;

/** Folds a whole log. All contenders run in a JVM with little memory; see {@link OwnJvm}. */
public final class ReplayBenchmark {
  private static final FilledLog LOG = new FilledLog("benchmark_replay", 1_000_000, 1_000);

  private final Database database;
  private final Options options;

  public ReplayBenchmark(Database database, Options options) {
    this.database = database;
    this.options = options;
  }

  public void run(Report report) throws Exception {
    LOG.create(database);
    PeakHeap tidemark = new PeakHeap();
    PeakHeap cursor = new PeakHeap();
    try (HikariDataSource pool = database.pool(4);
        PostgresEventStore store =
            PostgresEventStore.builder(pool).schema(LOG.schema()).withoutMigration().build()) {
      report.add(
          new Comparison("replay %,d events".formatted(LOG.events()))
              .baseline("cursor, all columns, 1,000 rows a fetch", () -> perSecond(1_000))
              .baseline("cursor, all columns, 5,000 rows a fetch", () -> perSecond(5_000))
              .aiming("Tidemark `readAll`", 1.0, tidemark.around(() -> rate(() -> fold(store))))
              .beside(
                  "cursor, type and data only, 5,000 rows a fetch",
                  cursor.around(() -> rate(() -> foldCursor("type, data", 5_000))))
              .run(options, database));
    }
    report.note(
        "Peak heap of the replay: %d MB of -Xmx%d (the cursor: %d MB)."
            .formatted(tidemark.megabytes(), OwnJvm.megabytes(), cursor.megabytes()));
  }

  private double perSecond(int fetchSize) throws Exception {
    return rate(
        () -> foldCursor("type, data, position, category, key, version, metadata", fetchSize));
  }

  private static double rate(Measurement events) throws Exception {
    long from = System.nanoTime();
    return events.perSecond() * 1e9 / (System.nanoTime() - from);
  }

  private static long fold(PostgresEventStore store) {
    Totals totals = new Totals();
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      for (Iterator<RecordedEvent> rest = events.iterator(); rest.hasNext(); ) {
        for (PaymentEvent event : PaymentEvent.CODEC.decode(rest.next())) {
          totals.add((Paid) event);
        }
      }
    }
    return totals.events(LOG.events());
  }

  private long foldCursor(String columns, int fetchSize) throws Exception {
    Totals totals = new Totals();
    String sql = "select " + columns + " from " + LOG.schema() + ".events order by position";
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false); // else the driver reads everything at once
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        select.setFetchSize(fetchSize);
        ResultSet rows = select.executeQuery();
        while (rows.next()) {
          totals.add(PlainDecoder.decode(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return totals.events(LOG.events());
  }
}
