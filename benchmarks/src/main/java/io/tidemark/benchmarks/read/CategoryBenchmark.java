package io.tidemark.benchmarks.read;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Comparison;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.payments.FilledLog;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;

/** Catches up with a category that has one percent of the log's events, spread over all of it. */
public final class CategoryBenchmark {
  private static final int EVENTS = 1_000_000;
  private static final int ACCOUNTS = 10_000;

  private static final Projection<String, AccountTotal> MOST =
      AccountTotal.projection("most_totals", PaymentEvent.CATEGORY);
  static final Projection<String, AccountTotal> FEW =
      AccountTotal.projection("few_totals", FilledLog.RARE);

  private final Database database;
  private final Options options;
  private final FilledLog log;
  private final TotalsTable totals;

  public CategoryBenchmark(Database database, Options options) {
    this.database = database;
    this.options = options;
    int events = options.eventsOr(EVENTS);
    this.log = new FilledLog("benchmark_category", events, ACCOUNTS, 10, true);
    this.totals = new TotalsTable(database, log.schema());
  }

  public void run(Report report) throws Exception {
    log.create(database);
    PlainTotals plain = new PlainTotals(database, log.schema(), FilledLog.RARE, log.rareEvents());
    try (HikariDataSource pool = database.pool(4);
        PostgresEventStore store =
            PostgresEventStore.builder(pool).schema(log.schema()).withoutMigration().build()) {
      PostgresProjections projections = PostgresProjections.of(store);
      report.add(
          new Comparison("catch up with own events, log of %,d".formatted(log.size()))
              .baseline(
                  "Tidemark, %,d of them".formatted(log.events()),
                  () -> catchUp(projections, MOST, log.events()))
              .aiming(
                  "Tidemark, %,d of them".formatted(log.rareEvents()),
                  0.5,
                  () -> catchUp(projections, FEW, log.rareEvents()))
              .beside(
                  "set-based SQL with this filter, %,d of them".formatted(log.rareEvents()),
                  () -> plain.perSecond(log.size()))
              .run(options, database));
    }
  }

  private double catchUp(
      PostgresProjections projections, Projection<String, AccountTotal> projection, int events)
      throws Exception {
    return totals.perSecond(projection, events, () -> projections.catchUp(projection));
  }
}
