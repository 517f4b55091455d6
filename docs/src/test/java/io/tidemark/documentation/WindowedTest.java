package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.documentation.ItemEvent.Received;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.Replays;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.window.BatchKey;
import io.tidemark.window.EventKey;
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

  record Run(String item, Instant from, Instant to, long picks, long quantity) {}

  @Test
  void picks_that_follow_each_other() {
    // region session
    Projection<WindowKey<String>, Run> runs =
        Windows.named("runs", Run.class, Run::item)
            .from("item", Item.CODEC)
            .ofTypes("Picked")
            .keyedByStream()
            .over(Window.session(Duration.ofHours(1)))
            .accumulate(Run::picks, Accumulators.count())
            .accumulate(Run::quantity, Accumulators.sumOfLongs(HourOfItem::quantityOf))
            .projection();
    // end
    projections.catchUp(runs);

    assertThat(ReadModels.of(projections).of(runs).findAll())
        .containsExactly(
            new Run("bolt-m8", at("09:05"), Instant.parse("2026-03-01T10:59:59Z"), 2, 10),
            new Run("bolt-m8", at("11:00"), at("12:00"), 1, 1));
    assertThat(Replays.of(projections).verify(runs).isClean()).isTrue();
  }

  record Pair(String item, long number, long quantity) {}

  @Test
  void a_row_for_so_many_picks() {
    // region batch
    Projection<BatchKey<String>, Pair> pairs =
        Windows.named("pairs", Pair.class, Pair::item)
            .from("item", Item.CODEC)
            .ofTypes("Picked")
            .keyedByStream()
            .over(Window.batchLength(2))
            .accumulate(Pair::quantity, Accumulators.sumOfLongs(HourOfItem::quantityOf))
            .projection();
    // end
    projections.catchUp(pairs);

    assertThat(ReadModels.of(projections).of(pairs).findAll())
        .containsExactly(new Pair("bolt-m8", 0, 4));
  }

  record LastTwo(String item, long position, Instant at, long quantity) {}

  record LastHour(String item, long position, Instant at, long quantity) {}

  @Test
  void a_row_for_each_pick() {
    // region sliding
    Projection<EventKey<String>, LastTwo> lastTwo =
        Windows.named("last_two", LastTwo.class, LastTwo::item)
            .from("item", Item.CODEC)
            .ofTypes("Picked")
            .keyedByStream()
            .over(Window.slidingLength(2))
            .accumulate(LastTwo::quantity, Accumulators.sumOfLongs(HourOfItem::quantityOf))
            .projection();
    Projection<EventKey<String>, LastHour> lastHour =
        Windows.named("last_hour", LastHour.class, LastHour::item)
            .from("item", Item.CODEC)
            .ofTypes("Picked")
            .keyedByStream()
            .over(Window.slidingTime(Duration.ofHours(1)))
            .accumulate(LastHour::quantity, Accumulators.sumOfLongs(HourOfItem::quantityOf))
            .projection();
    // end
    projections.catchUp(lastTwo);
    projections.catchUp(lastHour);

    assertThat(ReadModels.of(projections).of(lastTwo).findAll())
        .containsExactly(
            new LastTwo("bolt-m8", 2, at("09:05"), 3),
            new LastTwo("bolt-m8", 3, at("11:00"), 4),
            new LastTwo("bolt-m8", 4, Instant.parse("2026-03-01T09:59:59Z"), 8));
    assertThat(ReadModels.of(projections).of(lastHour).findAll())
        .containsExactly(
            new LastHour("bolt-m8", 2, at("09:05"), 3),
            new LastHour("bolt-m8", 3, at("11:00"), 1),
            new LastHour("bolt-m8", 4, Instant.parse("2026-03-01T09:59:59Z"), 10));
  }

  record ClosedHour(String item, Instant from, Instant to, long quantity) {}

  // region closed
  static final Projection<WindowKey<String>, ClosedHour> CLOSED_HOURS =
      Windows.named("closed_hours", ClosedHour.class, ClosedHour::item)
          .from("item", Item.CODEC)
          .ofTypes("Picked")
          .keyedByStream()
          .over(
              Window.tumbling(Duration.ofHours(1))
                  .whenClosed(Duration.ofMinutes(5))
                  .withMaxAhead(Duration.ofMinutes(10)))
          .accumulate(ClosedHour::quantity, Accumulators.sumOfLongs(HourOfItem::quantityOf))
          .projection()
          .withHistory();

  // end

  // region idle
  static final Projection<WindowKey<String>, ClosedHour> QUIET_HOURS =
      Windows.named("quiet_hours", ClosedHour.class, ClosedHour::item)
          .from("item", Item.CODEC)
          .ofTypes("Picked")
          .keyedByStream()
          .over(
              Window.tumbling(Duration.ofHours(1))
                  .whenClosed(Duration.ofMinutes(5))
                  .idleAfter(Duration.ofMinutes(10)))
          .accumulate(ClosedHour::quantity, Accumulators.sumOfLongs(HourOfItem::quantityOf))
          .projection();

  // end

  private ClosedHour nineToTen(long quantity) {
    return new ClosedHour("bolt-m8", at("09:00"), at("10:00"), quantity);
  }

  @Test
  void hours_that_are_over() {
    projections.catchUp(CLOSED_HOURS);
    // region late
    ReadModelRepository<WindowKey<String>, ClosedHour> hours =
        ReadModels.of(projections).of(CLOSED_HOURS);
    List<ClosedHour> before = hours.asOf(AsOf.position(2)).findAll();
    List<ClosedHour> closed = hours.asOf(AsOf.position(3)).findAll();
    List<ClosedHour> corrected = hours.findAll();
    // end
    assertThat(before).isEmpty();
    assertThat(closed).containsExactly(nineToTen(3));
    assertThat(corrected).containsExactly(nineToTen(10));
    Replays replays = Replays.of(projections);
    assertThat(replays.verify(CLOSED_HOURS).isClean()).isTrue();
    replays.rebuild(CLOSED_HOURS, RebuildOptions.defaults(), progress -> {});
    assertThat(hours.findAll()).containsExactly(nineToTen(10));
  }

  @Test
  void they_are_compared_explained_and_kept_in_memory_as_others_are() {
    projections.catchUp(CLOSED_HOURS);
    Replays replays = Replays.of(projections);
    replays.rebuild(
        CLOSED_HOURS, RebuildOptions.defaults().withWorkers(2).withoutSwitch(), progress -> {});
    assertThat(replays.compare(CLOSED_HOURS).isEmpty()).isTrue();
    assertThat(replays.whatIf(CLOSED_HOURS).dropping(4).compare().isEmpty()).isFalse();
    assertThat(
            ReadModels.of(projections)
                .of(CLOSED_HOURS)
                .explain(new WindowKey<>("bolt-m8", at("09:00")))
                .revisions())
        .hasSize(2);

    InMemoryProjection<WindowKey<String>, ClosedHour> hours =
        InMemoryProjection.of(CLOSED_HOURS, store);
    try (SubscriptionRunner runner = SubscriptionRunner.builder(store).add(hours).build()) {
      runner.catchUp();
    }
    assertThat(hours.find(new WindowKey<>("bolt-m8", at("09:00")))).contains(nineToTen(10));
  }

  @Test
  void an_hour_that_was_empty_when_it_closed_gets_a_row() {
    append("2026-03-01T10:30:00Z", new Picked(4, "order-4"));
    append("2026-03-01T13:10:00Z", new Picked(1, "order-5"));
    append("2026-03-01T12:30:00Z", new Picked(2, "order-6"));
    projections.catchUp(CLOSED_HOURS);

    assertThat(ReadModels.of(projections).of(CLOSED_HOURS).asOf(AsOf.position(6)).findAll())
        .extracting(ClosedHour::from)
        .containsExactly(at("09:00"), at("10:00"), at("11:00"));
    assertThat(ReadModels.of(projections).of(CLOSED_HOURS).findAll())
        .contains(new ClosedHour("bolt-m8", at("12:00"), at("13:00"), 2));
  }

  @Test
  void what_projections_with_state_cannot_do_is_refused() {
    assertThatThrownBy(() -> CLOSED_HOURS.onFailure(FailurePolicy.SKIP))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                Projection.named("copies", ClosedHour.class, ClosedHour::item)
                    .fromChangesOf(CLOSED_HOURS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stages");
  }

  @Test
  void what_depends_on_the_order_of_events_is_refused_in_sessions() {
    var runs =
        Windows.named("runs", Run.class, Run::item)
            .from("item", Item.CODEC)
            .ofTypes("Picked")
            .keyedByStream()
            .over(Window.session(Duration.ofHours(1)))
            .accumulate(Run::picks, Accumulators.count())
            .accumulate(Run::quantity, Accumulators.last(HourOfItem::quantityOf));

    assertThatThrownBy(runs::projection)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quantity in projection runs");
  }

  @Test
  void they_run_in_the_transaction_of_the_append() {
    try (PostgresEventStore inline =
        PostgresEventStore.builder(database.dataSource())
            .inline(opened -> PostgresProjections.of(opened).inline(CLOSED_HOURS))
            .build()) {
      inline.append(
          StreamId.of("item", "bolt-m8"),
          ExpectedVersion.any(),
          List.of(Item.CODEC.encode(new Picked(1, "order-4"), Metadata.empty(), at("09:30"))));

      assertThat(ReadModels.of(projections).of(CLOSED_HOURS).findAll())
          .containsExactly(nineToTen(11));
    }
  }
}
