package io.tidemark.benchmarks.read;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Companion;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Delays;
import io.tidemark.benchmarks.measure.Numbers;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.measure.Rounds;
import io.tidemark.benchmarks.measure.Table;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.payments.PlainLog;
import io.tidemark.benchmarks.read.Follower.Kind;
import io.tidemark.postgres.PostgresEventStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/** From the moment that an append has returned until a handler has the event. */
public final class DelayBenchmark {
  private static final String SCHEMA = "benchmark_delay";
  private static final int PER_SECOND = 500;
  private static final int WARM_UP = PER_SECOND; // payments of each measurement that do not count
  private static final long NANOS = 1_000_000_000;
  private static final double MOST = 0.99;

  private static final List<Contender> CONTENDERS =
      List.of(
          new Contender("INSERT with NOTIFY by a trigger, LISTEN", Kind.NOTIFIED, true, ""),
          new Contender("INSERT, a look each 5 ms", Kind.POLLING, true, ""),
          new Contender("Tidemark `Subscription`", Kind.SUBSCRIPTION, true, "≤ 2, ≤ 6"),
          new Contender("Tidemark `HandlerSubscriber`", Kind.HANDLER, true, ""),
          new Contender(
              "Tidemark `Subscription`, same process", Kind.SUBSCRIPTION, false, "≤ 0.3, ≤ 2"),
          new Contender("Tidemark `HandlerSubscriber`, same process", Kind.HANDLER, false, ""));

  private final Database database;
  private final Options options;

  /** Somebody who is told, in another process or in this one. */
  private record Contender(String name, Kind kind, boolean isElsewhere, String aim) {
    boolean isByHand() {
      return kind == Kind.NOTIFIED || kind == Kind.POLLING;
    }
  }

  /** Appends the payment with this number. */
  @FunctionalInterface
  private interface Append {
    void run(int number) throws Exception;
  }

  public DelayBenchmark(Database database, Options options) {
    this.database = database;
    this.options = options;
  }

  public void run(Report report) throws Exception {
    database.createLog(SCHEMA);
    PlainLog.create(database);
    database.execute(
        "create or replace function %1$s.tell() returns trigger language plpgsql as $$ begin notify %2$s; return null; end $$"
            .formatted(PlainLog.SCHEMA, Follower.CHANNEL),
        "create trigger told after insert on %1$s.events execute function %1$s.tell()"
            .formatted(PlainLog.SCHEMA));
    List<List<Delays>> delays = new ArrayList<>();
    CONTENDERS.forEach(contender -> delays.add(new ArrayList<>()));
    try (HikariDataSource pool = database.pool(4);
        PostgresEventStore store =
            PostgresEventStore.builder(pool).schema(SCHEMA).withoutMigration().build();
        Companion other = Companion.start(FollowingProcess.class, database, SCHEMA)) {
      Rounds.run(
          options,
          database,
          CONTENDERS.size(),
          (i, counts) -> {
            Contender contender = CONTENDERS.get(i);
            Delays measured =
                contender.isElsewhere()
                    ? elsewhere(contender, other, store)
                    : here(contender, pool, store);
            System.err.printf(
                "delay%s, %s: %.2f ms%n",
                counts ? "" : " (warm-up)", contender.name(), measured.millis(0.5));
            if (counts) {
              delays.get(i).add(measured);
            }
          });
    }
    report.add(table(delays));
  }

  private static Table table(List<List<Delays>> delays) {
    Table table =
        new Table(
            "work", "contender", "p50 ms", "p99 ms", "max ms", "of the baseline's p50", "aim");
    double baseline = median(delays.get(0), each -> each.millis(0.5));
    for (int i = 0; i < delays.size(); i++) {
      double half = median(delays.get(i), each -> each.millis(0.5));
      table.row(
          i == 0 ? "from commit to handler, 500 appends a second, another process" : "",
          CONTENDERS.get(i).name(),
          Numbers.text(half, 2),
          Numbers.text(median(delays.get(i), each -> each.millis(MOST)), 2),
          Numbers.text(median(delays.get(i), each -> each.millis(1)), 2),
          i == 0 ? "baseline" : Numbers.text(half / baseline, 2),
          CONTENDERS.get(i).aim());
    }
    return table;
  }

  private static double median(List<Delays> rounds, ToDoubleFunction<Delays> of) {
    return Numbers.median(rounds.stream().map(of::applyAsDouble).toList());
  }

  private int payments() {
    return WARM_UP + (int) (PER_SECOND * options.seconds());
  }

  private Delays elsewhere(Contender contender, Companion other, PostgresEventStore store)
      throws Exception {
    other.ask("%s %s %d".formatted(FollowingProcess.FOLLOW, contender.kind(), payments()));
    long[] committed = append(contender, store);
    List<String> handled = other.ask(FollowingProcess.REPORT);
    return counted(committed, handled.stream().mapToLong(Long::parseLong).toArray());
  }

  private Delays here(Contender contender, HikariDataSource pool, PostgresEventStore store)
      throws Exception {
    HandledTimes times = new HandledTimes(payments());
    AutoCloseable follower =
        Follower.begin(contender.kind(), database, pool, store, times::handled);
    try {
      long[] committed = append(contender, store);
      return counted(committed, times.awaitAll());
    } finally {
      follower.close();
    }
  }

  private static Delays counted(long[] committed, long[] handled) {
    return Delays.between(
        Arrays.copyOfRange(committed, WARM_UP, committed.length),
        Arrays.copyOfRange(handled, WARM_UP, handled.length));
  }

  private long[] append(Contender contender, PostgresEventStore store) throws Exception {
    String run = "d" + HandledTimes.now() + "-";
    if (!contender.isByHand()) {
      return paced(number -> store.append(PaymentEvent.toNewStream(run + number, number, 1)));
    }
    database.execute(
        "alter table %s.events %s trigger told"
            .formatted(PlainLog.SCHEMA, contender.kind() == Kind.NOTIFIED ? "enable" : "disable"));
    try (Connection connection = database.connect();
        PreparedStatement insert = PlainLog.insert(connection, 1)) {
      return paced(
          number -> {
            PlainLog.bind(insert, 0, run + number, number);
            insert.executeUpdate();
          });
    }
  }

  /** When each was committed. One after the other: by hand, nobody else is given a safe order. */
  private long[] paced(Append append) throws Exception {
    long[] committed = new long[payments()];
    long begin = System.nanoTime();
    for (int number = 0; number < committed.length; number++) {
      long due = begin + number * NANOS / PER_SECOND;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      append.run(number);
      committed[number] = HandledTimes.now();
    }
    return committed;
  }
}
