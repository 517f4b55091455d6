package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.documentation.ItemEvent.Received;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.Replays;
import io.tidemark.testdatabase.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The how-to about looking up rows of another read model. */
class LookUpRowsTest {
  record Pick(String order, String item, long left) {}

  private TestDatabase database;
  private PostgresEventStore store;
  private PostgresProjections projections;

  @BeforeEach
  void receiveAndPick() {
    database = TestDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
    projections = PostgresProjections.of(store);
    AggregateRepository<Item, ItemEvent> items =
        AggregateRepository.of("item", Item::new, store, Item.CODEC);
    items.execute("bolt-m8", item -> item.receive(10, "Acme"));
    items.execute("bolt-m8", item -> item.pick(3, "order-1"));
    items.execute("bolt-m8", item -> item.pick(4, "order-2"));
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  void each_row_has_what_was_there_at_its_event() {
    // region look-up
    Projection<String, Stock> stock = Stock.PROJECTION.withHistory();
    Projection<String, Pick> picks =
        Projection.named("picks", Pick.class, Pick::order)
            .from("item", Item.CODEC)
            .ofTypes("Picked")
            .keyedBy((event, recorded) -> ((Picked) event).order())
            .lookingUp(stock, (event, recorded) -> recorded.stream().key())
            .fold(
                (before, found, event, recorded) ->
                    new Pick(
                        ((Picked) event).order(),
                        recorded.stream().key(),
                        found.in(stock).map(Stock::quantity).orElse(0L)));
    // end
    projections.catchUp(picks);

    assertThat(ReadModels.of(projections).of(picks).findAll())
        .containsExactly(new Pick("order-1", "bolt-m8", 7), new Pick("order-2", "bolt-m8", 3));
    Replays.of(projections).rebuild(picks, progress -> {});
    assertThat(Replays.of(projections).verify(picks).isClean()).isTrue();
  }

  record Delivery(String supplier, String item, long leftOfLast) {}

  @Test
  void a_row_tells_by_itself_what_is_looked_up() {
    AggregateRepository.of("item", Item::new, store, Item.CODEC)
        .execute("nut-m8", item -> item.receive(5, "Acme"));
    Projection<String, Stock> stock = Stock.PROJECTION.withHistory();
    // region by-row
    Projection<String, Delivery> deliveries =
        Projection.named("deliveries", Delivery.class, Delivery::supplier)
            .from("item", Item.CODEC)
            .ofTypes("Received")
            .keyedBy((event, recorded) -> ((Received) event).supplier())
            .lookingUp(stock, (row, event, recorded) -> row == null ? null : row.item())
            .fold(
                (before, found, event, recorded) ->
                    new Delivery(
                        ((Received) event).supplier(),
                        recorded.stream().key(),
                        found.in(stock).map(Stock::quantity).orElse(0L)));
    // end
    projections.catchUp(deliveries);

    assertThat(ReadModels.of(projections).of(deliveries).findAll())
        .containsExactly(new Delivery("Acme", "nut-m8", 3));
    assertThat(Replays.of(projections).verify(deliveries).isClean()).isTrue();
  }
}
