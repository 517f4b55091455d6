package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.reaction.Reaction;
import io.tidemark.replay.Replays;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.window.EventKey;
import io.tidemark.window.Window;
import io.tidemark.window.WindowFixture;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The how-to about reactions. */
class AlertingTest {
  // region alert
  sealed interface Alert {
    EventCodec<Alert> CODEC = JacksonEventCodec.ofSealed(Alert.class);

    record InDemand(String item, Instant at, long picks) implements Alert {}
  }

  record RecentPicks(String item, long position, Instant at, long picks) {
    static final Projection<EventKey<String>, RecentPicks> PROJECTION =
        Windows.named("recent_picks", RecentPicks.class, RecentPicks::item)
            .from("item", Item.CODEC)
            .ofTypes("Picked")
            .keyedByStream()
            .over(Window.slidingTime(Duration.ofHours(1)))
            .accumulate(RecentPicks::picks, Accumulators.count())
            .projection();

    static final Reaction<EventKey<String>, RecentPicks> ALERTING =
        Reaction.to(PROJECTION)
            .whenAppears(row -> row.picks() == 3)
            .append(
                "alert",
                RecentPicks::item,
                row -> new Alert.InDemand(row.item(), row.at(), row.picks()),
                Alert.CODEC);
  }

  // end

  // region handler
  static final Reaction<EventKey<String>, RecentPicks> ORDERING =
      RecentPicks.ALERTING
          .when(row -> row.picks() > 5)
          .call(
              (occasion, transaction) -> {
                try (PreparedStatement order =
                    transaction.prepareStatement(
                        "insert into orders (id, item, picks) values (?, ?, ?)")) {
                  order.setObject(1, occasion.id());
                  order.setString(2, occasion.row().item());
                  order.setLong(3, occasion.row().picks());
                  order.execute();
                }
              })
          .whenCorrected(row -> row.picks() > 5)
          .call(
              (occasion, transaction) -> {
                Optional<Long> now = occasion.after().map(RecentPicks::picks);
                try (PreparedStatement order =
                    transaction.prepareStatement("update orders set picks = ? where item = ?")) {
                  order.setLong(1, now.orElse(0L));
                  order.setString(2, occasion.row().item());
                  order.execute();
                }
              });

  // end

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + ":00Z");
  }

  // region test
  @Test
  void the_third_pick_within_an_hour_gives_an_alert_and_a_late_one_none() {
    WindowFixture.of(RecentPicks.ALERTING, "item", Item.CODEC)
        .given("bolt-m8", at("09:05"), new Picked(3, "order-1"), new Picked(1, "order-2"))
        .thenAppendedNothing()
        .given("bolt-m8", at("09:50"), new Picked(1, "order-3"))
        .thenAppended(new Alert.InDemand("bolt-m8", at("09:50"), 3))
        .given("bolt-m8", at("09:04"), new Picked(7, "order-4")) // somebody was offline
        .thenRows(4)
        .thenAppendedNothing();
  }

  // end

  @Test
  void alerts_are_in_the_log_once() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      PostgresProjections projections = PostgresProjections.of(store);
      for (int i = 0; i < 4; i++) {
        store.append(
            StreamId.of("item", "bolt-m8"),
            ExpectedVersion.any(),
            List.of(Item.CODEC.encode(new Picked(1, "order-" + i), Metadata.empty(), at("09:05"))));
      }
      // region run
      SubscriptionRunner runner =
          SubscriptionRunner.builder(store)
              .add(projections.exactlyOnce(RecentPicks.ALERTING.projection()))
              .build();
      // end
      try (runner) {
        runner.catchUp();
        assertThat(store.head()).isEqualTo(5);
        assertThat(store.event(5).orElseThrow().stream())
            .isEqualTo(new StreamId("alert", "bolt-m8"));
        Replays.of(projections).rebuild(RecentPicks.ALERTING.projection(), progress -> {});
        assertThat(store.head()).isEqualTo(5);
      }
    }
  }

  @Test
  void a_handler_writes_with_the_rows() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build();
        var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create table orders (id uuid primary key, item text, picks bigint)");
      for (String time : List.of("09:01", "09:02", "09:03", "09:04", "09:05", "09:06", "09:00")) {
        store.append(
            StreamId.of("item", "bolt-m8"),
            ExpectedVersion.any(),
            List.of(Item.CODEC.encode(new Picked(1, "order"), Metadata.empty(), at(time))));
      }
      PostgresProjections.of(store).catchUp(ORDERING.projection());
      try (var orders = statement.executeQuery("select item, picks from orders order by picks")) {
        assertThat(orders.next()).isTrue();
        assertThat(orders.getString(1)).isEqualTo("bolt-m8");
        assertThat(orders.getLong(2)).isGreaterThanOrEqualTo(6);
      }
    }
  }
}
