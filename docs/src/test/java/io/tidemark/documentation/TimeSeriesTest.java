package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.readmodel.RowPage;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.window.TimeSeries;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The how-to about time series. */
class TimeSeriesTest {
  // region finer
  record Minute(String item, Instant from, Instant to, long quantity) {
    static final Projection<WindowKey<String>, Minute> PROJECTION =
        Windows.named("minutes", Minute.class, Minute::item)
            .from("item", Item.CODEC)
            .ofTypes("Picked")
            .keyedByStream()
            .over(
                Window.tumbling(Duration.ofMinutes(1))
                    .whenClosed(Duration.ofSeconds(30))
                    .withRetention(Duration.ofDays(1)))
            .accumulate(Minute::quantity, Accumulators.sumOfLongs(Minute::quantityOf))
            .projection();

    private static long quantityOf(ItemEvent event) {
      return ((Picked) event).quantity();
    }
  }

  // end

  // region coarser
  record Hour(String item, Instant from, Instant to, long quantity, long busiestMinute) {
    static final Projection<WindowKey<String>, Hour> PROJECTION =
        Windows.named("hours", Hour.class, Hour::item)
            .from(Minute.PROJECTION)
            .keyedByTheirKey()
            .over(Window.tumbling(Duration.ofHours(1)).withRetention(Duration.ofDays(365)))
            .accumulate(Hour::quantity, Accumulators.sumOfLongs(Minute::quantity))
            .accumulate(Hour::busiestMinute, Accumulators.max(Minute::quantity))
            .projection()
            .withHistory();
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
    pick("2026-03-01T09:05:10Z", 3);
    pick("2026-03-01T09:07:00Z", 1);
    pick("2026-03-01T11:00:00Z", 2);
    pick("2026-03-01T11:05:00Z", 5);
    projections.catchUp(Minute.PROJECTION);
    projections.catchUp(Hour.PROJECTION);
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private void pick(String at, int quantity) {
    store.append(
        StreamId.of("item", "bolt-m8"),
        ExpectedVersion.any(),
        List.of(
            Item.CODEC.encode(
                new Picked(quantity, "order-1"), Metadata.empty(), Instant.parse(at))));
  }

  private static Hour hour(int hour, long quantity, long busiest) {
    Instant from = Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofHours(hour));
    return new Hour("bolt-m8", from, from.plus(Duration.ofHours(1)), quantity, busiest);
  }

  @Test
  void a_range_of_a_series_with_its_gaps_filled() {
    // region range
    ReadModelRepository<WindowKey<String>, Hour> rows =
        ReadModels.of(projections).of(Hour.PROJECTION);
    TimeSeries<String, Hour> series = TimeSeries.of(Hour.PROJECTION, rows);
    TimeSeries.Range<String, Hour> morning =
        series
            .of("bolt-m8")
            .between(Instant.parse("2026-03-01T08:00:00Z"), Instant.parse("2026-03-01T12:00:00Z"));

    List<Hour> there = morning.list();
    RowPage<Hour> firstPage = rows.findPage(morning.query().limit(1));
    // end
    assertThat(there).containsExactly(hour(9, 4, 3), hour(11, 2, 2));
    assertThat(firstPage.rows()).containsExactly(hour(9, 4, 3));

    // region filled
    List<Hour> zeros =
        morning.filled(gap -> new Hour(gap.key(), gap.from(), gap.to(), 0, 0)).list();
    List<Hour> carried = morning.carryingForward().list();
    // end
    assertThat(zeros).containsExactly(hour(8, 0, 0), hour(9, 4, 3), hour(10, 0, 0), hour(11, 2, 2));
    assertThat(carried).containsExactly(hour(9, 4, 3), hour(10, 4, 3), hour(11, 2, 2));

    // region past
    List<Hour> then =
        TimeSeries.of(Hour.PROJECTION, rows.asOf(AsOf.position(2)))
            .of("bolt-m8")
            .between(Instant.parse("2026-03-01T08:00:00Z"), Instant.parse("2026-03-01T12:00:00Z"))
            .list();
    // end
    assertThat(then).containsExactly(hour(9, 3, 3));
  }

  @Test
  void rows_go_when_they_are_too_old_and_coarser_ones_stay() {
    pick("2026-03-02T11:05:00Z", 1);
    pick("2026-03-01T09:30:00Z", 1_000); // more than a day late
    projections.catchUp(Minute.PROJECTION);
    projections.catchUp(Hour.PROJECTION);

    assertThat(ReadModels.of(projections).of(Minute.PROJECTION).findAll())
        .extracting(Minute::from)
        .containsExactly(Instant.parse("2026-03-01T11:05:00Z"));
    assertThat(ReadModels.of(projections).of(Hour.PROJECTION).findAll())
        .containsExactly(hour(9, 4, 3), hour(11, 7, 5));
  }
}
