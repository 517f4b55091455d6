package io.tidemark.benchmarks.streams.goals;

import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.payments.PaymentEvent.Paid;
import io.tidemark.benchmarks.payments.UpToEach;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.goals.Side.Figure;
import io.tidemark.benchmarks.streams.log.EventLog;
import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Aggregations;
import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.Dataflows;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.projection.Projection;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.window.SlidingWindow;
import io.tidemark.window.Window;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sliding windows that are ten and a hundred times as long, whose cost must not grow as they do.
 */
final class SlidingLengths implements Goal {
  private static final int MILLIS_APART = 40;
  private static final Duration SHORTEST = Duration.ofSeconds(50);
  private static final List<Integer> TIMES = List.of(1, 10, 100);
  private static final int SHARE_IN_TABLES = 5;
  private static final String AIM = "≥ 0.8 of the shortest";
  private static final int KEY = 0;
  private static final int TIME = 1;
  private static final int POSITION = 2;
  private static final int AMOUNT = 3;
  private static final int WIDTH = 4;

  /** The largest payment up to one, which has no inverse. */
  record MostUpToEach(
      String account, long position, Instant time, long payments, Optional<Long> most) {}

  @Override
  public String name() {
    return "G5";
  }

  @Override
  public String title() {
    return "sliding windows of 50 s, 500 s and 5,000 s, a row for each event";
  }

  @Override
  public List<Side> sides(Lab lab) throws Exception {
    Event[] events = Event.generate(lab.events(), MILLIS_APART);
    Event[] some = Arrays.copyOf(events, Math.max(1, events.length / SHARE_IN_TABLES));
    lab.log(EventLog.SCHEMA, some);
    List<Side> sides = new ArrayList<>();
    for (boolean isMost : new boolean[] {false, true}) {
      @Nullable Side inMemory = null;
      for (int times : TIMES) {
        inMemory = added(sides, inMemory(events, times, isMost, inMemory), inMemory);
      }
      @Nullable Side stored = null;
      for (int times : TIMES) {
        stored = added(sides, stored(lab, some.length, times, isMost, stored), stored);
      }
    }
    return sides;
  }

  /** Adds one; gives the first of its kind. */
  private static Side added(List<Side> sides, Side side, @Nullable Side first) {
    sides.add(side);
    return first == null ? side : first;
  }

  private static String words(boolean isMost, int times) {
    return "%s of %,d s".formatted(isMost ? "max" : "sum", SHORTEST.toSeconds() * times);
  }

  private static String aim(int times) {
    return times == 1 ? "" : AIM;
  }

  private static Side inMemory(Event[] events, int times, boolean isMost, @Nullable Side shortest) {
    Plan plan =
        new Plan.Over(
            new Plan.Source(0, WIDTH, Optional.of(List.of(POSITION)), true),
            List.of(KEY),
            new Plan.Order.OfTime(
                TIME,
                new Frame.Range(SHORTEST.multipliedBy(times).toNanos() / 1_000, true),
                Emission.CLOSED,
                false),
            List.of(Aggregations.count(), added(isMost)));
    return Side.of(
        "operators in memory, " + words(isMost, times),
        Figure.rate(aim(times)),
        shortest,
        () -> {
          int[] rows = new int[1];
          double seconds = Lab.seconds(() -> rows[0] = rows(plan, events));
          Lab.require(rows[0] == events.length, "%,d rows".formatted(rows[0]));
          return events.length / seconds;
        });
  }

  private static Aggregation added(boolean isMost) {
    Expression amount = Expression.column(AMOUNT);
    return isMost ? Aggregations.max(amount) : Aggregations.sumOfLongs(amount);
  }

  private static int rows(Plan plan, Event[] events) {
    Dataflow flow =
        Dataflows.of(
            plan,
            Clocking.of("a benchmark").whenClosed(Duration.ofMillis(Event.DELAY)),
            new MemoryState());
    int rows = flow.begin().size();
    for (int i = 0; i < events.length; i++) {
      Event event = events[i];
      Instant time = Instant.ofEpochMilli(event.time());
      Tuple row = Tuple.of((long) event.key(), time, i + 1L, event.amount());
      rows +=
          flow.apply(
                  new Dataflow.Input(
                      i + 1L, time, time, true, List.of(new Dataflow.Told(0, Change.added(row)))))
              .size();
    }
    return rows + flow.end().size();
  }

  private static Side stored(
      Lab lab, int events, int times, boolean isMost, @Nullable Side shortest) {
    SlidingWindow window =
        Window.slidingTime(SHORTEST.multipliedBy(times))
            .fromIncluded()
            .whenClosed(Duration.ofMillis(Event.DELAY));
    Projection<?, ?> projection = isMost ? most(window) : UpToEach.over("window_rows", window);
    return Side.of(
        "exactly once, " + words(isMost, times),
        Figure.rate(aim(times)),
        shortest,
        () ->
            events
                / lab.project(
                    EventLog.SCHEMA,
                    projections -> projections.exactlyOnce(projection),
                    log ->
                        Lab.require(
                            ReadModels.of(log.projections()).of(projection).count(Filter.all())
                                == events,
                            "rows of " + words(isMost, times))));
  }

  private static Projection<?, ?> most(SlidingWindow window) {
    return Windows.named("window_rows", MostUpToEach.class, MostUpToEach::account)
        .from(PaymentEvent.CATEGORY, PaymentEvent.CODEC)
        .keyedByStream()
        .over(window)
        .accumulate(MostUpToEach::payments, Accumulators.count())
        .accumulateOptional(MostUpToEach::most, Accumulators.max(event -> ((Paid) event).amount()))
        .projection();
  }
}
