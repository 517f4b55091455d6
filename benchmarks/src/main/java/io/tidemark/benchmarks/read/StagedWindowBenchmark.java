package io.tidemark.benchmarks.read;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Comparison;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.payments.FilledLog;
import io.tidemark.benchmarks.payments.FullBatch;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.payments.Stretch;
import io.tidemark.benchmarks.payments.UpToEach;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.window.Window;
import java.time.Duration;

/** Brings a log into windows whose rows hang on several events. */
public final class StagedWindowBenchmark {
  private static final int EVENTS = 200_000;
  private static final int ACCOUNTS = 2_000;

  private static final Projection<String, AccountTotal> KEYED =
      AccountTotal.projection("account_totals", PaymentEvent.CATEGORY);

  private final Database database;
  private final Options options;
  private final FilledLog log;
  private final TotalsTable totals;

  public StagedWindowBenchmark(Database database, Options options) {
    this.database = database;
    this.options = options;
    this.log = new FilledLog("benchmark_windows", options.eventsOr(EVENTS), ACCOUNTS);
    this.totals = new TotalsTable(database, log.schema());
  }

  public void run(Report report) throws Exception {
    log.create(database);
    try (HikariDataSource pool = database.pool(8);
        PostgresEventStore store =
            PostgresEventStore.builder(pool).schema(log.schema()).withoutMigration().build()) {
      PostgresProjections projections = PostgresProjections.of(store);
      report.add(
          new Comparison("rows that hang on several of %,d events".formatted(log.events()))
              .baseline(
                  "Tidemark projection without windows",
                  () -> totals.perSecond(KEYED, log.events(), () -> projections.catchUp(KEYED)))
              .beside(
                  "Tidemark sessions of half a minute",
                  () ->
                      made(
                          projections,
                          Stretch.in("sessions", Window.session(Duration.ofSeconds(30)))))
              .beside(
                  "Tidemark closed windows of a minute",
                  () ->
                      made(
                          projections,
                          Stretch.in(
                              "closed_minutes",
                              Window.tumbling(Duration.ofMinutes(1)).whenClosed(Duration.ZERO))))
              .beside(
                  "Tidemark batches of 100", () -> made(projections, FullBatch.of("batches", 100)))
              .beside(
                  "Tidemark the last 10 payments",
                  () -> each(projections, UpToEach.over("last_ten", Window.slidingLength(10))))
              .beside(
                  "Tidemark payments of 5 minutes",
                  () ->
                      each(
                          projections,
                          UpToEach.over("last_minutes", Window.slidingTime(Duration.ofMinutes(5)))))
              .run(options, database));
    }
  }

  /** Of what is still open when the log ends there are no rows, so these are not counted. */
  private double made(PostgresProjections projections, Projection<?, ?> projection)
      throws Exception {
    return totals.perSecondUncounted(
        projection, log.events(), () -> projections.catchUp(projection));
  }

  private double each(PostgresProjections projections, Projection<?, ?> projection)
      throws Exception {
    return totals.perSecond(
        projection, log.events(), log.events(), () -> projections.catchUp(projection));
  }
}
