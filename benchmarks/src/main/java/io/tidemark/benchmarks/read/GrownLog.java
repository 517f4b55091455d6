package io.tidemark.benchmarks.read;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.AsOf;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.benchmarks.measure.Callers;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.payments.FilledLog;
import io.tidemark.benchmarks.payments.PayingAccount;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.Replays;
import io.tidemark.store.Direction;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

/**
 * A log of some size with a read model of it that keeps its history, and what is asked of both.
 * Each row has a hundred events.
 */
final class GrownLog implements AutoCloseable {
  private static final int EVENTS_OF_ONE = 100;
  private static final int ROWS = 1_000;
  private static final int APPENDING = 16;
  private static final int PRIME = 7_919; // so that rows are asked for in no order

  private static final Projection<String, AccountTotal> WITH_HISTORY =
      AccountTotal.projection("grown_totals", PaymentEvent.CATEGORY).withHistory();
  private static final Projection<String, AccountTotal> FEW =
      AccountTotal.projection("few_totals", FilledLog.RARE);

  private final Database database;
  private final Options options;
  private final FilledLog log;
  private final HikariDataSource pool;
  private final PostgresEventStore store;
  private final PostgresProjections projections;
  private final ReadModelRepository<String, AccountTotal> rows;
  private final AtomicLong streams = new AtomicLong();

  private GrownLog(Database database, Options options, FilledLog log) {
    this.database = database;
    this.options = options;
    this.log = log;
    this.pool = database.pool(4);
    this.store = PostgresEventStore.builder(pool).schema(log.schema()).withoutMigration().build();
    this.projections = PostgresProjections.of(store);
    this.rows = ReadModels.of(projections).of(WITH_HISTORY);
  }

  /** Fills a log with so many events, makes the read model, and opens both. */
  static GrownLog open(Database database, Options options, int events) throws Exception {
    FilledLog log =
        new FilledLog("benchmark_growth_" + events, events, events / EVENTS_OF_ONE, 10, true);
    log.create(database);
    GrownLog grown = new GrownLog(database, options, log);
    Replays.of(grown.projections).rebuild(WITH_HISTORY, progress -> {});
    database.execute(
        "vacuum (analyze) %s.%s".formatted(log.schema(), WITH_HISTORY.name()),
        "vacuum (analyze) %s.%s_history".formatted(log.schema(), WITH_HISTORY.name()));
    return grown;
  }

  int size() {
    return log.size();
  }

  /** Events per second of the category with few. */
  double caughtUp() throws Exception {
    return new TotalsTable(database, log.schema())
        .perSecond(FEW, log.rareEvents(), () -> projections.catchUp(FEW));
  }

  double rowsAsOf() throws Exception {
    ReadModel<String, AccountTotal> then = asOfTheMiddle();
    return perSecond(1, number -> then.find(log.key(number * PRIME)).stream().count());
  }

  double thousandsOfRowsAsOf() throws Exception {
    ReadModel<String, AccountTotal> then = asOfTheMiddle();
    return perSecond(ROWS, number -> then.findAll(ReadModelQuery.all().limit(ROWS)).size());
  }

  private ReadModel<String, AccountTotal> asOfTheMiddle() {
    return rows.asOf(AsOf.position(log.size() / 2L));
  }

  double explained() throws Exception {
    return perSecond(
        EVENTS_OF_ONE,
        number ->
            rows.explain(log.key(number * PRIME), Direction.BACKWARD, EVENTS_OF_ONE)
                .revisions()
                .size());
  }

  double loaded() throws Exception {
    AggregateRepository<PayingAccount, PaymentEvent> accounts =
        AggregateRepository.of(
            PaymentEvent.CATEGORY, PayingAccount::new, store, PaymentEvent.CODEC);
    return perSecond(EVENTS_OF_ONE, number -> accounts.load(log.key(number * PRIME)).payments());
  }

  double appended() throws Exception {
    return Callers.turnsPerSecond(
        APPENDING,
        options.length(),
        caller ->
            () -> store.append(PaymentEvent.toNewStream("n" + streams.incrementAndGet(), 1, 1)));
  }

  /** How often a second one caller gets an answer, which must be this. */
  private double perSecond(long expected, LongUnaryOperator answer) throws Exception {
    AtomicLong turns = new AtomicLong();
    return Callers.turnsPerSecond(
        1,
        options.length(),
        caller ->
            () -> {
              long actual = answer.applyAsLong(turns.getAndIncrement());
              if (actual != expected) {
                throw new IllegalStateException(
                    "Wrong answer: expected %d, actual %d".formatted(expected, actual));
              }
            });
  }

  @Override
  public void close() {
    store.close();
    pool.close();
  }
}
