package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.documentation.ItemEvent.Received;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.Replays;
import io.tidemark.testdatabase.TestDatabase;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The how-to about projections that are made from the changes of others. */
class ChainProjectionsTest {
  record Supply(String item, String supplier, long quantity) {
    static final Projection<String, Supply> PROJECTION =
        Projection.named("supplies", Supply.class, Supply::item)
            .from("item", Item.CODEC)
            .keyedByStream()
            .fold(
                (before, event, recorded) -> {
                  long quantity = before == null ? 0 : before.quantity();
                  String item = recorded.stream().key();
                  return event instanceof Received received
                      ? new Supply(item, received.supplier(), quantity + received.quantity())
                      : new Supply(item, before.supplier(), quantity - ((Picked) event).quantity());
                });
  }

  record SupplierStock(String supplier, long quantity) {}

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
    items.execute("nut-m8", item -> item.receive(5, "Acme"));
    items.execute("bolt-m8", item -> item.pick(3, "order-1"));
    items.execute("bolt-m8", item -> item.receive(1, "Bolts & Co"));
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private static long quantity(Optional<Supply> supply, String supplier) {
    return supply.filter(one -> one.supplier().equals(supplier)).map(Supply::quantity).orElse(0L);
  }

  @Test
  void what_goes_from_one_to_another_is_lost_here_and_won_there() {
    // region chain
    Projection<String, Supply> supplies = Supply.PROJECTION.withHistory();
    Projection<String, SupplierStock> bySupplier =
        Projection.named("stock_by_supplier", SupplierStock.class, SupplierStock::supplier)
            .fromChangesOf(supplies)
            .keyedByEach(
                (step, recorded) ->
                    Stream.concat(step.before().stream(), step.after().stream())
                        .map(Supply::supplier)
                        .toList())
            .fold(
                (total, supplier, step, recorded) -> {
                  long lost = quantity(step.before(), supplier);
                  long won = quantity(step.after(), supplier);
                  long before = total == null ? 0 : total.quantity();
                  return new SupplierStock(supplier, before - lost + won);
                });
    // end
    projections.catchUp(bySupplier);

    assertThat(ReadModels.of(projections).of(bySupplier).findAll())
        .containsExactly(new SupplierStock("Acme", 5), new SupplierStock("Bolts & Co", 8));
    assertThat(ReadModels.of(projections).of(bySupplier).asOf(AsOf.position(3)).findAll())
        .containsExactly(new SupplierStock("Acme", 12));
    Replays.of(projections).rebuild(bySupplier, progress -> {});
    assertThat(Replays.of(projections).verify(bySupplier).isClean()).isTrue();
  }
}
