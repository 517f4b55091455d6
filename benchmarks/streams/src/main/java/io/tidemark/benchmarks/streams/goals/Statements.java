package io.tidemark.benchmarks.streams.goals;

import io.tidemark.benchmarks.measure.Companion;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Workload;
import io.tidemark.benchmarks.streams.goals.Side.Figure;
import io.tidemark.benchmarks.streams.log.EventLog;
import io.tidemark.benchmarks.streams.log.MadeBySql;
import io.tidemark.benchmarks.streams.log.WindowRows;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.subscription.Subscriber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Named statements beside the same projection in Java, and how long it takes to name one. */
final class Statements implements Goal {
  private static final int SHARE = 4;
  private static final String FIRST = "first statement of a JVM";

  @Override
  public String name() {
    return "G10";
  }

  @Override
  public String title() {
    return "SQL beside the same projection in Java, both with history, once windows have closed";
  }

  @Override
  public List<Side> sides(Lab lab) throws Exception {
    Event[] events = Event.generate(Math.max(1, lab.events() / SHARE));
    lab.log(EventLog.SCHEMA, events);
    List<Side> sides = new ArrayList<>();
    for (Workload work : List.of(Workload.T1, Workload.T3, Workload.T6)) {
      Projection<?, ?> projection = WindowRows.closed(work).withHistory();
      Side java =
          Side.of(
              "Java, " + work.title(),
              Figure.rate(""),
              null,
              () -> rate(lab, events.length, projections -> projections.exactlyOnce(projection)));
      sides.add(java);
      sides.add(
          Side.of(
              "SQL, " + work.title(),
              Figure.rate("≥ 0.8 of Java"),
              java,
              () ->
                  rate(
                      lab,
                      events.length,
                      projections -> new MadeBySql(projections, work).subscriber())));
    }
    sides.add(
        new Side(
            FIRST + ", and the median of later ones",
            List.of(new Figure("first, ms", 0, "< 2,000"), new Figure("later, ms", 1, "< 100")),
            null,
            () -> statements(lab)));
    return sides;
  }

  private static double rate(Lab lab, int events, Function<PostgresProjections, Subscriber> made)
      throws Exception {
    return events
        / lab.project(
            EventLog.SCHEMA,
            made,
            log ->
                Lab.require(
                    Long.parseLong(
                            lab.database()
                                .value("select count(*) from " + Lab.ROWS_SCHEMA + ".window_rows"))
                        > 0,
                    "no rows"));
  }

  private static List<Double> statements(Lab lab) throws Exception {
    lab.dropRows(Lab.ROWS_SCHEMA);
    try (Companion process = Companion.start(StatingProcess.class, lab.database())) {
      return Arrays.stream(process.ask("begin").get(0).split(" "))
          .map(Double::parseDouble)
          .toList();
    }
  }
}
