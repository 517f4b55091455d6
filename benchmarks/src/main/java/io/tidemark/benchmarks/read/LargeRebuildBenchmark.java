package io.tidemark.benchmarks.read;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Comparison;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.OwnJvm;
import io.tidemark.benchmarks.measure.PeakHeap;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.measure.Result;
import io.tidemark.benchmarks.payments.FilledLog;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.Replays;

/**
 * Rebuilds a table from a log that is far larger than the memory of the process, once. Runs in a
 * JVM with little memory; see {@link OwnJvm}.
 */
public final class LargeRebuildBenchmark {
  private static final int EVENTS = 10_000_000;
  private static final int EVENTS_PER_ACCOUNT = 100;

  private static final Projection<String, AccountTotal> PROJECTION =
      AccountTotal.projection("account_totals", PaymentEvent.CATEGORY);

  private final Database database;
  private final Options options;
  private final FilledLog log;
  private final TotalsTable totals;

  public LargeRebuildBenchmark(Database database, Options options) {
    this.database = database;
    this.options = options.once();
    int events = options.eventsOr(EVENTS);
    this.log = new FilledLog("benchmark_rebuild", events, events / EVENTS_PER_ACCOUNT);
    this.totals = new TotalsTable(database, log.schema());
  }

  public void run(Report report) throws Exception {
    log.create(database);
    PlainTotals plain =
        new PlainTotals(database, log.schema(), PaymentEvent.CATEGORY, log.events());
    PeakHeap heap = new PeakHeap();
    try (HikariDataSource pool = database.pool(6);
        PostgresEventStore store =
            PostgresEventStore.builder(pool).schema(log.schema()).withoutMigration().build()) {
      PostgresProjections projections = PostgresProjections.of(store);
      Result result =
          new Comparison("rebuild %,d rows from %,d events".formatted(log.accounts(), log.events()))
              .baseline(
                  "set-based SQL, one statement over all", () -> plain.perSecond(log.events()))
              .beside("Tidemark rebuild, 1 worker", heap.around(() -> rebuilt(projections, 1)))
              .beside("Tidemark rebuild, 2 workers", heap.around(() -> rebuilt(projections, 2)))
              .run(options, database);
      report.add(result);
      report.note(
          "The rebuild of %,d events took %.1f s with 1 worker and %.1f s with 2; peak heap %d MB of -Xmx%dm."
              .formatted(
                  log.events(),
                  log.events() / result.median(1),
                  log.events() / result.median(2),
                  heap.megabytes(),
                  OwnJvm.megabytes()));
    }
  }

  private double rebuilt(PostgresProjections projections, int workers) throws Exception {
    return totals.perSecond(
        PROJECTION.name(),
        log.events(),
        () ->
            Replays.of(projections)
                .rebuild(
                    PROJECTION, RebuildOptions.defaults().withWorkers(workers), progress -> {}));
  }
}
