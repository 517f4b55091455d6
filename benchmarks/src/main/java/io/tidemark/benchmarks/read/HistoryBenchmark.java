package io.tidemark.benchmarks.read;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.AsOf;
import io.tidemark.benchmarks.measure.Comparison;
import io.tidemark.benchmarks.measure.Contender.Measurement;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.payments.FilledLog;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.history.RowOrigin;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.store.Direction;
import java.util.function.IntUnaryOperator;

/** What it costs that rows keep their history, and what it then costs to ask for it. */
public final class HistoryBenchmark {
  /** Each event changes another row than the one before: the worst case for keeping versions. */
  private static final FilledLog SPREAD =
      new FilledLog("benchmark_history", 1_000_000, 100_000, 1, false);

  /** A hundred events for each row, as many other events between two of them as there are rows. */
  private static final FilledLog LONG =
      new FilledLog("benchmark_explain", 200_000, 2_000, 1, false);

  private static final int PAYMENTS_OF_ONE = LONG.events() / LONG.accounts();

  private static final Projection<String, AccountTotal> WITHOUT =
      AccountTotal.projection("totals_now", PaymentEvent.CATEGORY);
  private static final Projection<String, AccountTotal> WITH =
      AccountTotal.projection("totals_ever", PaymentEvent.CATEGORY).withHistory();

  private final Database database;
  private final Options options;

  public HistoryBenchmark(Database database, Options options) {
    this.database = database;
    this.options = options;
  }

  public void run(Report report) throws Exception {
    LONG.create(database);
    try (HikariDataSource pool = database.pool(4);
        PostgresEventStore store = store(pool, LONG)) {
      catchUp(report, store, LONG);
      explain(report, store);
    }
    SPREAD.create(database);
    try (HikariDataSource pool = database.pool(4);
        PostgresEventStore store = store(pool, SPREAD)) {
      catchUp(report, store, SPREAD);
      ask(report, store);
    }
  }

  private static PostgresEventStore store(HikariDataSource pool, FilledLog log) {
    return PostgresEventStore.builder(pool).schema(log.schema()).withoutMigration().build();
  }

  private void catchUp(Report report, PostgresEventStore store, FilledLog log) throws Exception {
    PostgresProjections projections = PostgresProjections.of(store);
    report.add(
        new Comparison("catch up %,d events into %,d rows".formatted(log.events(), log.accounts()))
            .baseline("without history", () -> perSecond(projections, WITHOUT, log))
            .aiming("with history", 0.5, () -> perSecond(projections, WITH, log))
            .run(options, database));
  }

  private double perSecond(
      PostgresProjections projections, Projection<String, AccountTotal> projection, FilledLog log)
      throws Exception {
    return new TotalsTable(database, log.schema())
        .perSecond(projection, log.events(), () -> projections.catchUp(projection));
  }

  private void ask(Report report, PostgresEventStore store) throws Exception {
    database.execute("vacuum (analyze)");
    ReadModels readModels = ReadModels.of(PostgresProjections.of(store));
    ReadModelRepository<String, AccountTotal> now = readModels.of(WITH);
    ReadModel<String, AccountTotal> early = asOf(now, SPREAD.accounts());
    ReadModel<String, AccountTotal> amid = asOf(now, SPREAD.events() / 2);
    ReadModel<String, AccountTotal> late = asOf(now, SPREAD.events() - 100);
    int rows = SPREAD.accounts();
    report.add(
        new Comparison("all of %,d rows, a second".formatted(rows))
            .baseline("now", () -> rows(now))
            .aiming("as of a moment ago", 0.33, () -> rows(late))
            .aiming("as of the middle", 0.33, () -> rows(amid))
            .aiming("as of the first events", 0.33, () -> rows(early))
            .run(options, database));
    report.add(
        new Comparison("one of %,d rows".formatted(rows))
            .baseline("now", () -> times(i -> found(now, i)))
            .aiming("as of the middle", 0.33, () -> times(i -> found(amid, i)))
            .run(options, database));
    Filter large = Filter.where("total").atLeast(9_000);
    report.add(
        new Comparison("count of %,d rows by a filter without an index".formatted(rows))
            .baseline("now", () -> times(i -> counted(now, large)))
            .aiming("as of the middle", 0.33, () -> times(i -> counted(amid, large)))
            .run(options, database));
  }

  private static ReadModel<String, AccountTotal> asOf(
      ReadModelRepository<String, AccountTotal> now, long position) {
    ReadModel<String, AccountTotal> rows = now.asOf(AsOf.position(position));
    if (rows.origin().source() != RowOrigin.Source.HISTORY) {
      throw new IllegalStateException("Expected an answer by history, actual " + rows.origin());
    }
    return rows;
  }

  private double rows(ReadModel<String, AccountTotal> rows) throws Exception {
    return times(
        i -> {
          int found = rows.findAll(ReadModelQuery.all()).size();
          require(SPREAD.accounts(), "" + found);
          return found;
        });
  }

  private static int counted(ReadModel<String, AccountTotal> rows, Filter filter) {
    return rows.count(filter) < SPREAD.accounts() ? 1 : 0;
  }

  private static int found(ReadModel<String, AccountTotal> rows, int number) {
    require(1, "" + rows.find(SPREAD.key(number * 7_919L)).stream().count());
    return 1;
  }

  private void explain(Report report, PostgresEventStore store) throws Exception {
    database.execute("vacuum (analyze)");
    ReadModels readModels = ReadModels.of(PostgresProjections.of(store));
    report.add(
        new Comparison(
                "explain a row with %d events of %,d".formatted(PAYMENTS_OF_ONE, LONG.events()))
            .baseline("by a replay", once(i -> explained(readModels.of(WITHOUT), i)))
            .beside("by history", () -> times(i -> explained(readModels.of(WITH), i)))
            .run(options, database));
  }

  private static int explained(ReadModelRepository<String, AccountTotal> rows, int number) {
    int revisions =
        rows.explain(LONG.key(number * 7_919L), Direction.BACKWARD, PAYMENTS_OF_ONE)
            .revisions()
            .size();
    require(PAYMENTS_OF_ONE, "" + revisions);
    return 1;
  }

  /** How much is done in a second, of as many as there is time for. */
  private double times(IntUnaryOperator work) {
    long from = System.nanoTime();
    long end = from + options.length().toNanos();
    long done = 0;
    int i = 0;
    do {
      done += work.applyAsInt(i++);
    } while (System.nanoTime() < end);
    return done * 1e9 / (System.nanoTime() - from);
  }

  private static Measurement once(IntUnaryOperator work) {
    return () -> {
      long from = System.nanoTime();
      return work.applyAsInt(1) * 1e9 / (System.nanoTime() - from);
    };
  }

  private static void require(long expected, String actual) {
    if (!actual.equals("" + expected)) {
      throw new IllegalStateException(
          "Wrong answer: expected %d, actual %s".formatted(expected, actual));
    }
  }
}
