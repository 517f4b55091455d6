package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.sketch.DistinctCount;
import io.tidemark.sketch.HeavyHitters;
import io.tidemark.sketch.HeavyHitters.Hitter;
import io.tidemark.sketch.Quantiles;
import io.tidemark.sketch.Sketches;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The how-to about sketches. */
class SketchedTest {
  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

  // region definition
  record DayOfPicks(
      String item,
      Instant from,
      Instant to,
      DistinctCount orders,
      Quantiles quantities,
      HeavyHitters busiest) {

    static final Projection<WindowKey<String>, DayOfPicks> PROJECTION =
        Windows.named("days_of_picks", DayOfPicks.class, DayOfPicks::item)
            .from("item", Item.CODEC)
            .ofTypes("Picked")
            .keyedByStream()
            .over(Window.tumbling(Duration.ofDays(1)))
            .accumulate(DayOfPicks::orders, Sketches.distinct(DayOfPicks::order))
            .accumulate(DayOfPicks::quantities, Sketches.quantiles(DayOfPicks::quantity))
            .accumulate(DayOfPicks::busiest, Sketches.heavyHitters(DayOfPicks::order, 3))
            .projection();

    private static String order(ItemEvent event) {
      return ((Picked) event).order();
    }

    private static Integer quantity(ItemEvent event) {
      return ((Picked) event).quantity();
    }
  }

  // end

  @Test
  void a_row_tells_what_its_sketches_come_to() {
    InMemoryEventStore store = new InMemoryEventStore();
    for (Picked picked :
        List.of(
            new Picked(1, "order-1"),
            new Picked(2, "order-2"),
            new Picked(2, "order-1"),
            new Picked(9, "order-3"))) {
      store.append(
          new StreamId("item", "bolt-m8"),
          ExpectedVersion.any(),
          List.of(Item.CODEC.encode(picked, Metadata.empty(), DAY.plusSeconds(60))));
    }
    InMemoryProjection<WindowKey<String>, DayOfPicks> days =
        InMemoryProjection.of(DayOfPicks.PROJECTION, store);
    try (SubscriptionRunner runner = SubscriptionRunner.builder(store).add(days).build()) {
      runner.catchUp();
    }
    DayOfPicks day = days.find(new WindowKey<>("bolt-m8", DAY)).orElseThrow();

    // region read
    assertThat(day.orders().estimate()).isEqualTo(3);
    assertThat(day.quantities().at(0.5)).isEqualTo(2.0);
    assertThat(day.busiest().top().get(0)).isEqualTo(new Hitter("order-1", 2, 2));
    // end
  }
}
