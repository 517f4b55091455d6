package io.tidemark.benchmarks.streams.goals;

import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import io.tidemark.benchmarks.streams.goals.Lab.OpenLog;
import io.tidemark.benchmarks.streams.goals.Side.Figure;
import io.tidemark.benchmarks.streams.log.WindowRows;
import io.tidemark.benchmarks.streams.peer.BareFold;
import io.tidemark.projection.Projection;
import io.tidemark.readmodel.ReadModels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One event in a hundred comes a day late, when its windows have closed long ago. */
final class LateEvents implements Goal {
  private static final String IN_TIME = "benchmark_streams";
  private static final String LATE = "benchmark_streams_late";
  private static final int SHARE = 4;
  private static final long SPAN = Duration.ofHours(50).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final int ONE_IN = 100;

  @Override
  public String name() {
    return "G6";
  }

  @Override
  public String title() {
    return "1 % of the events late by a day, exactly once, rows equal to those of sorted events";
  }

  @Override
  public List<Side> sides(Lab lab) throws Exception {
    int count = Math.max(ONE_IN, lab.events() / SHARE);
    Event[] inTime = Event.generate(count, (int) (SPAN / count));
    Event[] late = inTime.clone();
    for (int i = ONE_IN / 2; i < count - 1; i += ONE_IN) { // the last one tells when all has closed
      Event event = inTime[i];
      late[i] = new Event(event.key(), event.amount(), event.time() - DAY);
    }
    lab.log(IN_TIME, inTime);
    lab.log(LATE, late);
    List<Side> sides = new ArrayList<>();
    for (Workload work : List.of(Workload.T1, Workload.T2, Workload.T3, Workload.T6)) {
      Side baseline = side(lab, work, IN_TIME, inTime, null);
      sides.add(baseline);
      sides.add(side(lab, work, LATE, late, baseline));
    }
    return sides;
  }

  private static Side side(
      Lab lab, Workload work, String schema, Event[] events, @Nullable Side baseline) {
    Event[] sorted = events.clone();
    Arrays.sort(sorted, Comparator.comparingLong(Event::time));
    Rows expected = new Rows();
    BareFold.fold(work, sorted, expected);
    Projection<?, ?> projection = WindowRows.closed(work);
    return Side.of(
        work.title() + (baseline == null ? ", none late by a day" : ", 1 % late by a day"),
        Figure.rate(baseline == null ? "" : "≥ 0.6 of the same without"),
        baseline,
        () ->
            events.length
                / lab.project(
                    schema,
                    projections -> projections.exactlyOnce(projection),
                    log ->
                        Lab.require(
                            rows(log, projection).equals(expected.toString()),
                            "rows of " + work.title())));
  }

  private static String rows(OpenLog log, Projection<?, ?> projection) {
    Rows rows = new Rows();
    WindowRows.tell(ReadModels.of(log.projections()).of(projection).findAll(), rows);
    return rows.toString();
  }
}
