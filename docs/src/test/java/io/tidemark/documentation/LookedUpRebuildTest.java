package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.documentation.ItemEvent.Received;
import io.tidemark.history.History;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.Replays;
import io.tidemark.testdatabase.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@code docs/how-to/rebuild-a-projection.md} says of a rebuild of rows in which others look
 * up.
 */
class LookedUpRebuildTest {
  record Pick(String order, long left) {}

  private static final Projection<String, Stock> STOCK = Stock.PROJECTION.withHistory();

  /** Code that counts in half the size. */
  private static final Projection<String, Stock> DOUBLED =
      Projection.named("stock", Stock.class, Stock::item)
          .from("item", Item.CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold(
              (before, event, recorded) -> {
                long change =
                    event instanceof Received received
                        ? received.quantity()
                        : -((Picked) event).quantity();
                long quantity = (before == null ? 0 : before.quantity()) + 2 * change;
                return new Stock(recorded.stream().key(), quantity, 0, recorded.occurredAt());
              })
          .withHistory();

  private TestDatabase database;
  private PostgresEventStore store;
  private PostgresProjections projections;
  private Replays replays;

  @BeforeEach
  void receiveAndPick() {
    database = TestDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
    projections = PostgresProjections.of(store);
    replays = Replays.of(projections);
    AggregateRepository<Item, ItemEvent> items =
        AggregateRepository.of("item", Item::new, store, Item.CODEC);
    items.execute("bolt-m8", item -> item.receive(10, "Acme"));
    items.execute("bolt-m8", item -> item.pick(3, "order-1"));
    items.execute("bolt-m8", item -> item.pick(4, "order-2"));
    projections.catchUp(picks(STOCK));
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private static Projection<String, Pick> picks(Projection<String, Stock> stock) {
    return Projection.named("picks", Pick.class, Pick::order)
        .from("item", Item.CODEC)
        .ofTypes("Picked")
        .keyedBy((event, recorded) -> ((Picked) event).order())
        .lookingUp(stock, (event, recorded) -> recorded.stream().key())
        .fold(
            (before, found, event, recorded) ->
                new Pick(
                    ((Picked) event).order(), found.in(stock).map(Stock::quantity).orElse(-1L)));
  }

  private long left() {
    return ReadModels.of(projections).of(picks(STOCK)).find("order-1").orElseThrow().left();
  }

  @Test
  void rows_that_looked_up_stay_until_they_are_rebuilt_or_rolled_back_too() {
    replays.rebuild(DOUBLED, progress -> {});
    projections.catchUp(picks(DOUBLED));
    assertThat(left()).isEqualTo(7);
    assertThat(replays.verify(picks(DOUBLED)).isClean()).isFalse();

    replays.rebuild(picks(DOUBLED), progress -> {});
    assertThat(left()).isEqualTo(14);
    assertThat(replays.verify(picks(DOUBLED)).isClean()).isTrue();

    replays.rollBack(STOCK);
    assertThat(left()).isEqualTo(14);
    assertThat(replays.verify(picks(STOCK)).isClean()).isFalse();
    replays.rollBack(picks(STOCK));
    assertThat(left()).isEqualTo(7);
    assertThat(replays.verify(picks(STOCK)).isClean()).isTrue();
  }

  @Test
  void with_another_declared_version_they_are_refused_until_then() {
    Projection<String, Stock> second = DOUBLED.withVersion(2);
    assertRefused(() -> replays.rebuild(picks(second), progress -> {}));
    replays.rebuild(second, progress -> {});
    assertRefused(() -> projections.catchUp(picks(second)));
    replays.rebuild(picks(second), progress -> {});
    projections.catchUp(picks(second));
    assertThat(left()).isEqualTo(14);

    replays.rollBack(STOCK);
    assertRefused(() -> projections.catchUp(picks(STOCK)));
    replays.rollBack(picks(STOCK));
    projections.catchUp(picks(STOCK));
    assertThat(left()).isEqualTo(7);
  }

  @Test
  void a_rebuild_makes_pruned_history_anew() {
    History.of(projections).prune(STOCK, AsOf.position(3));
    assertThatThrownBy(() -> replays.rebuild(picks(STOCK), progress -> {}))
        .hasStackTraceContaining("it was pruned");
    replays.rebuild(STOCK, progress -> {});
    replays.rebuild(picks(STOCK), progress -> {});
    assertThat(left()).isEqualTo(7);
  }

  private static void assertRefused(Runnable work) {
    assertThatThrownBy(work::run)
        .hasStackTraceContaining(ProjectionChangedException.class.getName());
  }
}
