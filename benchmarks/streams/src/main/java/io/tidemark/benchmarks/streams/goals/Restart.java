package io.tidemark.benchmarks.streams.goals;

import io.tidemark.benchmarks.measure.Companion;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Workload;
import io.tidemark.benchmarks.streams.goals.Lab.OpenLog;
import io.tidemark.benchmarks.streams.goals.Side.Figure;
import io.tidemark.benchmarks.streams.log.WindowRows;
import io.tidemark.projection.Projection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Until a process that has just started has made its first row, over little state and much. */
final class Restart implements Goal {
  static final Projection<?, ?> PROJECTION = WindowRows.atOnce(Workload.T6);

  private static final String LITTLE = "benchmark_streams";
  private static final String MUCH = "benchmark_streams_much";
  private static final int TIMES = 100;

  /** The rows of a log are in a schema of their own. */
  static String rows(String schema) {
    return schema + "_rows";
  }

  @Override
  public String name() {
    return "G9";
  }

  @Override
  public String title() {
    return "a process that has just started, from its pool of connections to its first row";
  }

  @Override
  public List<Side> sides(Lab lab) throws Exception {
    fill(lab, LITTLE, Math.max(1, lab.events() / TIMES));
    fill(lab, MUCH, lab.events());
    Side little = side(lab, LITTLE, "", null);
    return List.of(little, side(lab, MUCH, "≤ 1,000", little));
  }

  private static void fill(Lab lab, String schema, int events) throws Exception {
    lab.log(schema, Event.generate(events));
    lab.dropRows(rows(schema));
    try (OpenLog log = lab.open(schema, rows(schema))) {
      Lab.catchUp(log, log.projections().exactlyOnce(PROJECTION));
    }
  }

  private static Side side(Lab lab, String schema, String aim, @Nullable Side baseline)
      throws Exception {
    String entries =
        lab.database().value("select count(*) from %s.window_rows_state".formatted(rows(schema)));
    return Side.of(
        "state of %,d sessions".formatted(Long.parseLong(entries) - 1),
        Figure.millis(aim),
        baseline,
        () -> {
          try (OpenLog log = lab.open(schema, rows(schema))) {
            log.store().append(PaymentEvent.toNewStream("r" + AppliedTimes.now(), 1, 1));
          }
          try (Companion process =
              Companion.start(RestartedProcess.class, lab.database(), schema)) {
            return Double.parseDouble(process.ask("begin").get(0));
          }
        });
  }
}
