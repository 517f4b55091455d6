package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RetryPolicy;
import io.tidemark.StreamId;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.handler.HandlerSubscriber;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresCheckpointStore;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The SQL of {@code docs/how-to/operate.md} and {@code docs/reference/sizing.md}. */
class OperatingTest {
  private TestDatabase database;
  private Jdbc jdbc;
  private PostgresEventStore store;
  private AggregateRepository<Item, ItemEvent> items;

  @BeforeEach
  void receiveBolts() {
    database = TestDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    store = PostgresEventStore.builder(database.dataSource()).build();
    items = AggregateRepository.of("item", Item::new, store, Item.CODEC);
    items.execute("bolt-m8", item -> item.receive(10, "Acme"));
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private String one(String region) {
    return jdbc.first(SqlTest.sql("operations.sql#" + region), row -> row.text(1)).orElse("none");
  }

  @Test
  void who_holds_the_ordering_lock_is_found_and_ended() throws SQLException {
    assertThat(one("lock-holder")).isEqualTo("none");
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      List<EventData> events =
          List.of(Item.CODEC.encode(received(), Metadata.empty(), Instant.now()));
      store
          .inTransaction(connection)
          .append(StreamId.of("item", "nut-m8"), ExpectedVersion.noStream(), events);

      String holder = one("lock-holder");
      assertThat(
              jdbc.first(
                  "select pid::text from pg_stat_activity where pid = " + holder,
                  row -> row.text(1)))
          .contains(holder);
      String end = SqlTest.sql("operations.sql#end-session").replace("12345", holder);
      assertThat(jdbc.first(end, row -> row.truth(1))).contains(true);
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    }
    items.execute("bolt-m8", item -> item.pick(3, "order-1"));
    assertThat(store.head()).isEqualTo(2);
  }

  private static ItemEvent received() {
    return new ItemEvent.Received(10, "Acme");
  }

  @Test
  void who_stopped_where_and_why_and_how_far_each_is_behind() {
    PostgresProjections projections = PostgresProjections.of(store);
    projections.catchUp(Stock.PROJECTION);
    var checkpoints = PostgresCheckpointStore.of(database.dataSource(), "tidemark");
    store.append(
        StreamId.of("item", "bolt-m8"),
        ExpectedVersion.any(),
        List.of(EventData.of("Melted", "{}")));
    SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(projections.exactlyOnce(Stock.PROJECTION))
            .add(
                HandlerSubscriber.atLeastOnce("mails", checkpoints)
                    .fromBeginning(store)
                    .events(LogQuery.all(), Item.CODEC)
                    .handledBy((event, recorded) -> {}))
            .retry(RetryPolicy.of(1, Duration.ZERO, Duration.ZERO))
            .build();
    assertThatThrownBy(runner::catchUp).isInstanceOf(SubscriberFailedException.class);
    runner.close();

    assertThat(
            jdbc.query(
                SqlTest.sql("operations.sql#stopped"),
                row -> "%s %d %s".formatted(row.text(1), row.integer(2), row.text(3))))
        .hasSize(2)
        .allMatch(line -> line.contains(" 1 ") && line.contains("Melted"));
    assertThat(
            jdbc.query(
                SqlTest.sql("operations.sql#behind"),
                row -> "%s %d".formatted(row.text(1), row.integer(3))))
        .containsExactlyInAnyOrder("mails 1", "stock 1");
  }

  @Test
  void how_large_it_is_and_how_fast_it_grows() {
    assertThat(one("sizes")).isEqualTo("events");
    long perEvent =
        jdbc.first(SqlTest.sql("operations.sql#per-event"), row -> row.integer(2)).orElseThrow();
    assertThat(perEvent).isPositive();
    assertThat(one("day-ago")).isEqualTo("0");
    String since = SqlTest.sql("operations.sql#since").replace("4711", "0");
    assertThat(jdbc.first(since, row -> row.integer(1))).contains(1L);

    jdbc.update("truncate tidemark.events");
    jdbc.update(SqlTest.sql("operations.sql#fill").replace("1000000", "1000"));
    assertThat(store.readAll(LogQuery.all()).toList())
        .hasSize(1_000)
        .allMatch(event -> event.data().length() > 180 && event.data().length() < 210);
    assertThat(jdbc.query(SqlTest.sql("operations.sql#each-index"), row -> row.text(1)))
        .containsExactlyInAnyOrder(
            "events_version", "events_event_id", "events_category", "events_position");
  }
}
