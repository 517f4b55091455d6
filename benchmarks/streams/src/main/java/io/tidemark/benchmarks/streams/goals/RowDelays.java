package io.tidemark.benchmarks.streams.goals;

import io.tidemark.benchmarks.measure.Companion;
import io.tidemark.benchmarks.measure.Delays;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.streams.Workload;
import io.tidemark.benchmarks.streams.goals.Lab.OpenLog;
import io.tidemark.benchmarks.streams.goals.Side.Figure;
import io.tidemark.benchmarks.streams.log.WindowRows;
import io.tidemark.projection.Projection;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Subscription;
import io.tidemark.subscription.SubscriptionRunner;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** From the moment that an append has returned until its window's row is there for all to see. */
final class RowDelays implements Goal {
  static final String SCHEMA = "benchmark_streams_delay";
  static final Projection<?, ?> PROJECTION = WindowRows.atOnce(Workload.T1);

  private static final int PER_SECOND = 200;
  private static final int MOST = 1_000;
  private static final int SHARE = 100;
  private static final int WARM_UP = PER_SECOND;
  private static final long NANOS = 1_000_000_000;
  private static final Duration LOOK = Duration.ofMillis(100);

  private int events;
  private int runs;
  private @Nullable OpenLog log;
  private @Nullable Companion other;

  @Override
  public String name() {
    return "G7";
  }

  @Override
  public String title() {
    return "from the return of an append to the row of its window, %d appends a second"
        .formatted(PER_SECOND);
  }

  @Override
  public List<Side> sides(Lab lab) throws Exception {
    events = WARM_UP + Math.max(1, Math.min(MOST, lab.events() / SHARE));
    lab.database().createLog(SCHEMA);
    lab.dropRows(Lab.ROWS_SCHEMA);
    OpenLog open = lab.open(SCHEMA, Lab.ROWS_SCHEMA);
    log = open;
    Companion process = Companion.start(RowsProcess.class, lab.database());
    other = process;
    Side baseline =
        new Side(
            "handed to a `Subscription`, same JVM",
            figures("", ""),
            null,
            () -> shares(handed(open)));
    return List.of(
        baseline,
        new Side("row, same JVM", figures("≤ 3", "≤ 10"), baseline, () -> shares(here(open))),
        new Side(
            "row, another process",
            figures("≤ 5", "≤ 15"),
            baseline,
            () -> shares(elsewhere(open, process))));
  }

  private static List<Figure> figures(String half, String most) {
    return List.of(new Figure("p50 ms", 2, half), new Figure("p99 ms", 2, most));
  }

  private static List<Double> shares(Delays delays) {
    return List.of(delays.millis(0.5), delays.millis(0.99));
  }

  private Delays handed(OpenLog open) throws Exception {
    AppliedTimes times = new AppliedTimes(open.store().head());
    Subscription subscription =
        Subscription.of(open.store(), LogQuery.all().after(open.store().head()));
    Thread thread =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                EventBatch batch = subscription.next(LOOK);
                if (!batch.events().isEmpty()) {
                  times.applied(batch.upTo().position());
                }
              }
            });
    thread.start();
    try {
      return delays(append(open.store()), times.await(events));
    } finally {
      thread.interrupt();
      thread.join();
    }
  }

  private Delays here(OpenLog open) throws Exception {
    try (Following following = Following.begin(open)) {
      return delays(append(open.store()), following.times().await(events));
    }
  }

  private Delays elsewhere(OpenLog open, Companion process) throws Exception {
    process.ask(RowsProcess.FOLLOW);
    long[] appended = append(open.store());
    return delays(appended, process.ask("" + events).stream().mapToLong(Long::parseLong).toArray());
  }

  /** A runner from the head of the log on. */
  record Following(SubscriptionRunner runner, AppliedTimes times) implements AutoCloseable {
    static Following begin(OpenLog log) {
      log.projections().catchUp(PROJECTION);
      AppliedTimes times = new AppliedTimes(log.store().head());
      SubscriptionRunner runner =
          SubscriptionRunner.builder(log.store())
              .add(log.projections().exactlyOnce(PROJECTION))
              .listener(times)
              .build();
      runner.start();
      runner.catchUp(); // so that it has begun
      return new Following(runner, times);
    }

    @Override
    public void close() {
      runner.close();
    }
  }

  private static Delays delays(long[] appended, long[] there) {
    return Delays.between(
        Arrays.copyOfRange(appended, WARM_UP, appended.length),
        Arrays.copyOfRange(there, WARM_UP, there.length));
  }

  /** When each append had returned. */
  private long[] append(EventStore store) {
    String run = "d" + runs++ + "-" + AppliedTimes.now() + "-";
    long[] appended = new long[events];
    long begin = System.nanoTime();
    for (int number = 0; number < events; number++) {
      long due = begin + number * NANOS / PER_SECOND;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      store.append(PaymentEvent.toNewStream(run + number, number, 1));
      appended[number] = AppliedTimes.now();
    }
    return appended;
  }

  @Override
  public void close() {
    if (other != null) {
      other.close();
    }
    if (log != null) {
      log.close();
    }
  }
}
