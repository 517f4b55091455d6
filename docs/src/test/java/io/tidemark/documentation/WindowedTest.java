package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.documentation.ItemEvent.Received;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.Replays;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The how-to about windows. */
class WindowedTest {
  // region definition
  record HourOfItem(
      String item, Instant from, Instant to, long picks, long quantity, Optional<Long> largest) {

    static final Projection<WindowKey<String>, HourOfItem> PROJECTION =
        Windows.named("hours_of_items", HourOfItem.class, HourOfItem::item)
            .from("item", Item.CODEC)
            .ofTypes("Picked")
            .keyedByStream()
            .over(Window.tumbling(Duration.ofHours(1)))
            .accumulate(HourOfItem::picks, Accumulators.count())
            .accumulate(HourOfItem::quantity, Accumulators.sumOfLongs(HourOfItem::quantityOf))
            .accumulateOptional(HourOfItem::largest, Accumulators.max(HourOfItem::quantityOf))
            .projection();

    private static long quantityOf(ItemEvent event) {
      return ((Picked) event).quantity();
    }
  }

  // end

  private TestDatabase database;
  private PostgresEventStore store;
  private PostgresProjections projections;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
    projections = PostgresProjections.of(store);
    append("2026-03-01T08:00:00Z", new Received(100, "Acme"));
    append("2026-03-01T09:05:00Z", new Picked(3, "order-1"));
    append("2026-03-01T11:00:00Z", new Picked(1, "order-2"));
    append("2026-03-01T09:59:59Z", new Picked(7, "order-3")); // somebody was offline
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private void append(String at, ItemEvent event) {
    store.append(
        StreamId.of("item", "bolt-m8"),
        ExpectedVersion.any(),
        List.of(Item.CODEC.encode(event, Metadata.empty(), Instant.parse(at))));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + ":00Z");
  }

  private static HourOfItem hour(String from, String to, long picks, long quantity, long largest) {
    return new HourOfItem(
        "bolt-m8", Instant.parse(from), Instant.parse(to), picks, quantity, Optional.of(largest));
  }

  @Test
  void picks_by_the_hour() {
    projections.catchUp(HourOfItem.PROJECTION);
    // region query
    ReadModels readModels = ReadModels.of(projections);
    Optional<HourOfItem> nine =
        readModels
            .of(HourOfItem.PROJECTION)
            .find(new WindowKey<>("bolt-m8", Instant.parse("2026-03-01T09:00:00Z")));
    List<HourOfItem> morning =
        readModels
            .of(HourOfItem.PROJECTION)
            .findAll(
                ReadModelQuery.all()
                    .where(Filter.where(HourOfItem::item).equalTo("bolt-m8"))
                    .where(
                        Filter.where(HourOfItem::to)
                            .atMost(Instant.parse("2026-03-01T12:00:00Z"))));
    List<HourOfItem> beforeTheLateOne =
        readModels.of(HourOfItem.PROJECTION).asOf(AsOf.position(3)).findAll();
    // end
    HourOfItem nineNow = hour("2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z", 2, 10, 7);
    HourOfItem eleven = hour("2026-03-01T11:00:00Z", "2026-03-01T12:00:00Z", 1, 1, 1);
    assertThat(nine).contains(nineNow);
    assertThat(morning).containsExactly(nineNow, eleven);
    assertThat(beforeTheLateOne)
        .containsExactly(hour("2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z", 1, 3, 3), eleven);
    assertThat(Replays.of(projections).verify(HourOfItem.PROJECTION).isClean()).isTrue();
  }

  record Busy(String item, Instant from, Instant to, long picks) {}

  @Test
  void windows_that_overlap() {
    // region hopping
    Projection<WindowKey<String>, Busy> busy =
        Windows.named("busy", Busy.class, Busy::item)
            .from("item", Item.CODEC)
            .keyedByStream()
            .over(Window.hopping(Duration.ofHours(3), Duration.ofMinutes(30)))
            .accumulate(Busy::picks, Accumulators.count(event -> event instanceof Picked))
            .projection();
    // end
    projections.catchUp(busy);

    assertThat(
            ReadModels.of(projections)
                .of(busy)
                .findAll(ReadModelQuery.all().where(Filter.where(Busy::picks).atLeast(3))))
        .containsExactly(
            new Busy("bolt-m8", at("08:30"), at("11:30"), 3),
            new Busy("bolt-m8", at("09:00"), at("12:00"), 3));
  }
}
