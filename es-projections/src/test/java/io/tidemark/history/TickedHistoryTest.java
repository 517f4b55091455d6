package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.store.Direction;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a row is explained that came because time went on. */
class TickedHistoryTest {
  private static final EventCodec<Event> CODEC = JacksonEventCodec.ofSealed(Event.class);
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
  private static final Projection<WindowKey<String>, Visits> VISITS =
      Windows.named("visits", Visits.class, Visits::door)
          .from("door", CODEC)
          .keyedByStream()
          .over(
              Window.tumbling(Duration.ofHours(1))
                  .whenClosed(Duration.ZERO)
                  .idleAfter(Duration.ofMillis(20)))
          .accumulate(Visits::visits, Accumulators.count())
          .projection()
          .withHistory();

  private final ProjectionLab lab = new ProjectionLab();

  sealed interface Event {}

  record Opened() implements Event {}

  record Visits(String door, Instant from, Instant to, long visits) {}

  @AfterEach
  void close() {
    lab.close();
  }

  private void append(String category) {
    EventData event = CODEC.encode(new Opened(), Metadata.empty(), TEN);
    lab.store().append(StreamId.of(category, "1"), ExpectedVersion.any(), List.of(event));
  }

  /** That event need not be one of the projection. */
  @Test
  void by_the_event_after_which_it_did_from_history_as_from_a_replay() throws Exception {
    append("door");
    append("window");
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(VISITS))
            .build()) {
      runner.start();
      Processes.await("tick", () -> lab.stored(VISITS).size() == 1);
      append("door");
      Processes.await("correction", () -> lab.stored(VISITS).get(0).visits() == 2);
    }
    WindowKey<String> key = new WindowKey<>("1", TEN);
    var schema = lab.projections().schema();
    for (Direction direction : Direction.values()) {
      List<RowRevision<Visits>> told =
          new VersionedRow<>(lab.store(), new RowHistory<>(schema, VISITS), key)
              .explained(direction, 10)
              .revisions();
      assertThat(told)
          .extracting(revision -> revision.event().position())
          .containsExactly(
              direction == Direction.FORWARD ? new Long[] {2L, 3L} : new Long[] {3L, 2L});
      assertThat(
              new ReplayedRow<>(schema, VISITS, key)
                  .explained(3, direction, 10, "test")
                  .revisions())
          .isEqualTo(told);
    }
    assertThat(lab.asking().of(VISITS).explain(key).revisions().get(0).before())
        .isEqualTo(Optional.of(new Visits("1", TEN, TEN.plus(Duration.ofHours(1)), 1)));
  }
}
