package io.tidemark.benchmarks.streams.log;

import io.tidemark.benchmarks.streams.Contender;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
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
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.Windowing.Clock;
import io.tidemark.dataflow.operator.Dataflows;
import io.tidemark.dataflow.time.Clocking;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The operators alone: events and state are in memory, and windows are told when they close. The
 * events are made into its inputs before, as others have theirs.
 */
public final class Engine implements Contender {
  private static final double AIM = 0.1;
  private static final int KEY = 0;
  private static final int TIME = 1;
  private static final int POSITION = 2;
  private static final int AMOUNT = 3;
  private static final int WIDTH = 4;
  private static final long MICROS = 1_000;

  @Override
  public String name() {
    return "Tidemark, operators in memory";
  }

  @Override
  public boolean can(Workload work) {
    return true;
  }

  @Override
  public OptionalDouble aim(Workload work) {
    return OptionalDouble.of(AIM);
  }

  @Override
  public Run prepare(Workload work, Event[] events, Rows rows) {
    Teller teller = new Teller(work, rows);
    return () -> {
      Dataflow flow =
          Dataflows.of(
              plan(work),
              Clocking.of("a plan")
                  .whenClosed(Duration.ofMillis(Event.DELAY))
                  .withMaxAhead(Duration.ZERO),
              new MemoryState());
      teller.tell(flow.begin());
      for (int i = 0; i < events.length; i++) {
        teller.tell(flow.apply(input(events[i], i + 1)));
      }
      teller.tell(flow.end());
      teller.out.flush();
    };
  }

  private static Dataflow.Input input(Event event, long position) {
    Instant time = Instant.ofEpochMilli(event.time());
    Tuple row = Tuple.of((long) event.key(), time, position, event.amount());
    return new Dataflow.Input(
        position, time, time, true, List.of(new Dataflow.Told(0, Change.added(row))));
  }

  private static Plan plan(Workload work) {
    return switch (work) {
      case T1 -> windows(hopping(Workload.MINUTE));
      case T2 -> windows(hopping(Workload.RANGE));
      case T3 ->
          over(
              new Plan.Order.OfTime(
                  TIME, new Frame.Range(Workload.RANGE * MICROS, true), Emission.CLOSED, false));
      case T4 -> over(new Plan.Order.OfLog(Plan.Scope.GROUP, new Frame.Rows(Workload.ROWS - 1)));
      case T5 -> windows(new Windowing.Batch(Workload.BATCH));
      case T6 -> windows(new Windowing.Session(TIME, Workload.GAP * MICROS, Clock.EVENT_TIME));
    };
  }

  private static Windowing hopping(long size) {
    return new Windowing.Hopping(
        TIME, size * MICROS, Workload.MINUTE * MICROS, 0, Clock.EVENT_TIME);
  }

  private static Plan events() {
    return new Plan.Source(0, WIDTH, Optional.of(List.of(POSITION)), true);
  }

  private static Plan windows(Windowing window) {
    return new Plan.Aggregate(
        events(), List.of(KEY), Optional.of(window), countAndSum(), Emission.CLOSED);
  }

  private static Plan over(Plan.Order order) {
    return new Plan.Over(events(), List.of(KEY), order, countAndSum());
  }

  private static List<Aggregation> countAndSum() {
    return List.of(Aggregations.count(), Aggregations.sumOfLongs(Expression.column(AMOUNT)));
  }

  /** Tells rows as the work names them. */
  private static final class Teller {
    private final Rows.Part out;
    private final Workload work;
    private final int results;

    Teller(Workload work, Rows rows) {
      this.out = rows.part();
      this.work = work;
      this.results =
          switch (work) {
            case T1, T2, T6 -> KEY + 3;
            case T3, T4 -> WIDTH;
            case T5 -> KEY + 2;
          };
    }

    void tell(List<Change> changes) {
      for (Change change : changes) {
        Tuple row = change.row();
        long key = number(row, KEY);
        long at = work == Workload.T5 ? 0 : ((Instant) value(row, TIME)).toEpochMilli();
        long count = number(row, results);
        long sum = number(row, results + 1);
        if (change.count() > 0) {
          out.add(key, at, count, sum);
        } else {
          out.remove(key, at, count, sum);
        }
      }
    }

    private static long number(Tuple row, int column) {
      return (Long) value(row, column);
    }

    private static Object value(Tuple row, int column) {
      return Objects.requireNonNull(row.get(column));
    }
  }
}
