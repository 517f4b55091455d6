package io.tidemark.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.table.Slot;
import io.tidemark.window.TimeSeries;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The index of the key serves what series ask: rows are found in their order, and no others. */
class SeriesIndexTest {
  sealed interface Moved {}

  record Paid() implements Moved {}

  record Day(String account, Instant begins, Instant ends, long payments) {}

  private static final Projection<WindowKey<String>, Day> DAYS =
      Windows.named("days", Day.class, Day::account)
          .from("account", JacksonEventCodec.ofSealed(Moved.class))
          .keyedByStream()
          .over(Window.tumbling(Duration.ofDays(1)))
          .accumulate(Day::payments, Accumulators.count())
          .projection();

  @Test
  void a_range_is_a_stretch_of_the_index() {
    try (ProjectionLab lab = new ProjectionLab()) {
      lab.catchUp(DAYS, 10);
      ReadModelQuery range =
          TimeSeries.of(DAYS, lab.asking().of(DAYS))
              .of("a")
              .between(Instant.EPOCH, Instant.EPOCH.plus(Duration.ofDays(30)))
              .query();
      assertThat(plan(lab, range)).contains("Index Scan using").doesNotContain("Sort", "Filter:");
      assertThat(plan(lab, range.limit(10)))
          .contains("Index Scan using")
          .doesNotContain("Sort", "Filter:");
      assertThat(plan(lab, range.orderByDescending(Day::begins).limit(1)))
          .contains("Index Scan Backward using")
          .doesNotContain("Sort", "Filter:");
    }
  }

  private static String plan(ProjectionLab lab, ReadModelQuery query) {
    QueryText text =
        QueryText.select(
            lab.projections().schema().table(DAYS, Slot.SERVING), BoundQuery.of(DAYS, query));
    return lab.jdbc()
        .inTransaction(
            session -> {
              session.update("set local enable_seqscan = off");
              session.update("set local enable_bitmapscan = off");
              List<String> lines = new ArrayList<>();
              session.forEach(
                  "explain " + text.sql(), row -> lines.add(row.text(1)), text.parameters());
              return String.join("\n", lines);
            });
  }
}
