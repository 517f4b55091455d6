package io.tidemark.benchmarks.read;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Comparison;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.payments.FilledLog;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.payments.Stretch;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import java.time.Duration;

/** Brings a log into a table with a row per account and minute. */
public final class WindowBenchmark {
  private static final int EVENTS = 200_000;
  private static final int ACCOUNTS = 2_000;
  private static final int OVERLAP = 5;

  private static final Projection<String, AccountTotal> KEYED =
      AccountTotal.projection("account_totals", PaymentEvent.CATEGORY);

  private static final Projection<WindowKey<String>, Stretch> TUMBLING =
      Stretch.in("minute_totals", Window.tumbling(Duration.ofMinutes(1)));

  private static final Projection<WindowKey<String>, Stretch> HOPPING =
      Stretch.in(
          "hopping_totals", Window.hopping(Duration.ofMinutes(OVERLAP), Duration.ofMinutes(1)));

  private final Database database;
  private final Options options;
  private final FilledLog log;
  private final TotalsTable totals;

  public WindowBenchmark(Database database, Options options) {
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
          new Comparison("add up %,d events by the minute".formatted(log.events()))
              .baseline("Tidemark projection without windows", () -> keyed(projections))
              .beside("set-based SQL, one statement over all", this::plain)
              .aiming("Tidemark windows of a minute", 0.8, () -> tumbling(projections))
              .beside("Tidemark windows of 5 minutes each minute", () -> hopping(projections))
              .run(options, database));
    }
  }

  private double keyed(PostgresProjections projections) throws Exception {
    return totals.perSecond(KEYED, log.events(), () -> projections.catchUp(KEYED));
  }

  private double tumbling(PostgresProjections projections) throws Exception {
    return totals.perSecond(TUMBLING, log.events(), () -> projections.catchUp(TUMBLING));
  }

  /** Each event is counted in as many windows. */
  private double hopping(PostgresProjections projections) throws Exception {
    return totals.perSecond(
            HOPPING, (long) log.events() * OVERLAP, () -> projections.catchUp(HOPPING))
        / OVERLAP;
  }

  private double plain() throws Exception {
    String table = log.schema() + ".plain_minutes";
    database.execute("drop table if exists " + table);
    return totals.perSecond(
        "plain_minutes",
        log.events(),
        () ->
            database.execute(
                """
                create table %1$s as
                select e.key as account, date_bin('1 minute', e.occurred_at, 'epoch') as begin,
                  date_bin('1 minute', e.occurred_at, 'epoch') + interval '1 minute' as finish,
                  count(*) as payments, sum((e.data::json->>'amount')::bigint) as total
                from %2$s.events e where e.category = '%3$s' group by 1, 2, 3"""
                    .formatted(table, log.schema(), PaymentEvent.CATEGORY),
                "alter table %s add primary key (account, begin)".formatted(table)));
  }
}
