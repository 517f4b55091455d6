package io.tidemark.benchmarks.streams.goals;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Workload;
import io.tidemark.benchmarks.streams.goals.Lab.OpenLog;
import io.tidemark.benchmarks.streams.goals.Side.Figure;
import io.tidemark.benchmarks.streams.log.EventLog;
import io.tidemark.benchmarks.streams.log.WindowRows;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.store.LogQuery;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Windows as of an earlier position, beside reading and decoding the log up to there. */
final class PointInHistory implements Goal {
  private @Nullable OpenLog log;

  @Override
  public String name() {
    return "G11";
  }

  @Override
  public String title() {
    return "windows as of an earlier position, beside a replay up to there";
  }

  @Override
  public List<Side> sides(Lab lab) throws Exception {
    lab.log(EventLog.SCHEMA, Event.generate(lab.events()));
    OpenLog open = lab.open(EventLog.SCHEMA, Lab.ROWS_SCHEMA);
    log = open;
    AsOf.Position upTo = AsOf.position(Math.max(1, lab.events() / 5 * 4));
    Side replay =
        Side.of(
            "replay",
            Figure.rate(""),
            null,
            () -> upTo.position() / Lab.seconds(() -> replay(open, upTo)));
    return List.of(
        replay, asOf(open, upTo, Workload.T1, replay), asOf(open, upTo, Workload.T6, replay));
  }

  private static Side asOf(OpenLog open, AsOf.Position upTo, Workload work, Side replay) {
    Projection<?, ?> projection = WindowRows.atOnce(work);
    return Side.of(
        "as of, " + work.title(),
        Figure.rate("≥ 0.85 of the replay"),
        replay,
        () ->
            upTo.position()
                / Lab.seconds(
                    () ->
                        Lab.require(
                            !LiveProjection.of(projection, open.store()).rows(upTo).isEmpty(),
                            "no rows")));
  }

  private static void replay(OpenLog open, AsOf.Position upTo) {
    long payments = 0;
    try (Stream<RecordedEvent> found = open.store().readAll(LogQuery.all().until(upTo))) {
      for (Iterator<RecordedEvent> rest = found.iterator(); rest.hasNext(); ) {
        payments += PaymentEvent.CODEC.decode(rest.next()).size();
      }
    }
    Lab.require(payments == upTo.position(), "%,d events".formatted(payments));
  }

  @Override
  public void close() {
    if (log != null) {
      log.close();
    }
  }
}
