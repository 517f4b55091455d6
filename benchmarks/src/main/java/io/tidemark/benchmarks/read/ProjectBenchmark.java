package io.tidemark.benchmarks.read;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Comparison;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.payments.FilledLog;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.payments.PaymentEvent.Paid;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.set.SetProjection;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.Replays;
import io.tidemark.subscription.SubscriptionRunner;

/** Brings a log into a table with one row per account, its checkpoint always with it. */
public final class ProjectBenchmark {
  private static final int EVENTS = 200_000;
  private static final int ACCOUNTS = 2_000;
  private static final int SHARDS = 2;

  private static final Projection<String, AccountTotal> KEYED =
      AccountTotal.projection("account_totals", PaymentEvent.CATEGORY);

  private static final SetProjection<String, AccountTotal> SET =
      set(PlainTotals.UPSERT.formatted(":table", ":events e", "true", PaymentEvent.CATEGORY));

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

  /** What the two below are made with. */
  private static final Projection<String, AccountTotal> UPSTREAM =
      AccountTotal.projection("upstream_totals", PaymentEvent.CATEGORY).withHistory();

  /** Takes the total from another read model instead of adding it up. */
  private static final Projection<String, AccountTotal> LOOKING_UP =
      Projection.named("looked_up_totals", AccountTotal.class, AccountTotal::account)
          .from(PaymentEvent.CATEGORY, PaymentEvent.CODEC)
          .keyedByStream()
          .lookingUp(UPSTREAM, (event, recorded) -> ((Paid) event).account())
          .fold(
              (row, found, event, recorded) ->
                  new AccountTotal(
                      recorded.stream().key(),
                      row == null ? 1 : row.payments() + 1,
                      found.in(UPSTREAM).orElseThrow().total(),
                      recorded.version()));

  /** Is told of each change of the other read model instead of the events. */
  private static final Projection<String, AccountTotal> CHAINED =
      Projection.named("chained_totals", AccountTotal.class, AccountTotal::account)
          .fromChangesOf(UPSTREAM)
          .keyedBy((step, recorded) -> step.key())
          .fold(
              (row, step, recorded) ->
                  new AccountTotal(
                      step.key(),
                      row == null ? 1 : row.payments() + 1,
                      step.after().orElseThrow().total(),
                      recorded.version()));

  private static SetProjection<String, AccountTotal> set(String sql) {
    return SetProjection.named("account_totals", AccountTotal.class, AccountTotal::account)
        .applying(sql);
  }

  private final Database database;
  private final Options options;
  private final FilledLog log;
  private final TotalsTable totals;

  public ProjectBenchmark(Database database, Options options) {
    this.database = database;
    this.options = options;
    this.log = new FilledLog("benchmark_project", options.eventsOr(EVENTS), ACCOUNTS);
    this.totals = new TotalsTable(database, log.schema());
  }

  public void run(Report report) throws Exception {
    log.create(database);
    try (HikariDataSource pool = database.pool(8);
        PostgresEventStore store =
            PostgresEventStore.builder(pool).schema(log.schema()).withoutMigration().build()) {
      PostgresProjections projections = PostgresProjections.of(store);
      beside(report, store, projections);
      rebuild(report, projections);
      dependent(report, projections);
    }
  }

  private void beside(Report report, PostgresEventStore store, PostgresProjections projections)
      throws Exception {
    PlainTotals plain =
        new PlainTotals(database, log.schema(), PaymentEvent.CATEGORY, log.events());
    report.add(
        new Comparison("project %,d events".formatted(log.events()))
            .baseline("set-based SQL, 1,000 positions per commit", () -> plain.perSecond(1_000))
            .baseline("set-based SQL, 10,000 positions per commit", () -> plain.perSecond(10_000))
            .baseline("set-based SQL, one statement over all", () -> plain.perSecond(log.events()))
            .aiming("Tidemark set-based projection", 0.9, () -> catchUp(projections, SET))
            .beside(
                "Tidemark set-based projection over the view",
                () -> catchUp(projections, SET_BY_VIEW))
            .beside("Tidemark exactly-once projection", () -> catchUp(projections, KEYED))
            .aiming(
                "Tidemark exactly-once projection, %d shards".formatted(SHARDS),
                0.8,
                () -> totals.perSecond(KEYED, log.events(), () -> sharded(store, projections)))
            .run(options, database));
  }

  private void rebuild(Report report, PostgresProjections projections) throws Exception {
    report.add(
        new Comparison("rebuild from %,d events".formatted(log.events()))
            .baseline("live path", () -> catchUp(projections, KEYED))
            .aiming("rebuild, 1 worker", 3, () -> rebuilt(projections, 1))
            .run(options, database));
    report.add(
        new Comparison("rebuild by several workers")
            .baseline("1 worker", () -> rebuilt(projections, 1))
            .aiming("2 workers", 1.5, () -> rebuilt(projections, 2))
            .run(options, database));
  }

  private void dependent(Report report, PostgresProjections projections) throws Exception {
    projections.catchUp(UPSTREAM);
    report.add(
        new Comparison("project %,d events by another read model".formatted(log.events()))
            .baseline("without another", () -> catchUp(projections, KEYED))
            .beside("looks up a row for each event", () -> catchUp(projections, LOOKING_UP))
            .beside("is fed its changes", () -> catchUp(projections, CHAINED))
            .run(options, database));
  }

  private double catchUp(PostgresProjections projections, ReadModelDefinition<?, ?> readModel)
      throws Exception {
    return totals.perSecond(readModel, log.events(), () -> projections.catchUp(readModel));
  }

  /** As a process would run it, from its start until it has caught up. */
  private static void sharded(PostgresEventStore store, PostgresProjections projections) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(projections.sharded(KEYED, SHARDS)).build()) {
      runner.start();
      runner.catchUp();
    }
  }

  /** Beside the rows that serve, which the work before has made. */
  private double rebuilt(PostgresProjections projections, int workers) throws Exception {
    return totals.perSecond(
        KEYED.name(),
        log.events(),
        () ->
            Replays.of(projections)
                .rebuild(KEYED, RebuildOptions.defaults().withWorkers(workers), progress -> {}));
  }
}
