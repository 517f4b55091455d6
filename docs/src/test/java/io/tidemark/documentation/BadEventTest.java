package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.parking.ParkedCounts;
import io.tidemark.parking.Parking;
import io.tidemark.parking.RedriveReport;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.Replays;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.testdatabase.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The how-to about events that a projection cannot handle. */
class BadEventTest {
  /** The same with a bug. */
  private static final Projection<String, Stock> BROKEN =
      Projection.named("stock", Stock.class, Stock::item)
          .from("item", Item.CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold(
              (before, event, recorded) -> {
                if (event instanceof Picked) {
                  throw new UnsupportedOperationException("nobody thought of picks");
                }
                return new Stock(recorded.stream().key(), 10, 0, recorded.occurredAt());
              })
          .onFailure(FailurePolicy.PARK);

  private TestDatabase database;
  private PostgresEventStore store;
  private PostgresProjections projections;

  @BeforeEach
  void pickBeforeThereWasAFix() {
    database = TestDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
    projections = PostgresProjections.of(store);
    AggregateRepository<Item, ItemEvent> items =
        AggregateRepository.of("item", Item::new, store, Item.CODEC);
    items.execute("bolt-m8", item -> item.receive(10, "Acme"));
    items.execute("bolt-m8", item -> item.pick(3, "order-1"));
    items.execute("bolt-m8", item -> item.pick(4, "order-2"));
    items.execute("nut-m8", item -> item.receive(20, "Acme"));
    projections.catchUp(BROKEN);
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  void what_is_parked_can_be_seen_and_redriven() {
    // region policy
    Projection<String, Stock> stock = Stock.PROJECTION.onFailure(FailurePolicy.PARK);
    // end
    assertThat(ReadModels.of(projections).of(stock).findAll()).hasSize(2);

    // region list
    Parking parking = Parking.of(projections);
    ParkedCounts counts = parking.count(stock);
    System.out.printf("%d rows and %d events wait%n", counts.keys(), counts.parked());
    for (ParkedEvent event : parking.list(stock)) {
      System.out.printf(
          "%s at %d, %s: %s%n",
          event.key(), event.position(), event.state(), event.error().orElse("waits"));
    }
    // end
    assertThat(counts.keys()).isEqualTo(1);
    assertThat(counts.parked()).isEqualTo(2);

    // region redrive
    RedriveReport report = parking.redrive(stock); // or redrive(stock, "bolt-m8")
    System.out.printf("%d applied, %d refused again%n", report.applied(), report.refused());
    // end
    assertThat(report.applied()).isEqualTo(2);
    assertThat(ReadModels.of(projections).of(stock).find("bolt-m8").orElseThrow().quantity())
        .isEqualTo(3);
  }

  @Test
  void code_that_stops_goes_on_behind_code_that_parks() {
    Projection<String, Stock> stopping = BROKEN.onFailure(FailurePolicy.STOP);
    AggregateRepository<Item, ItemEvent> items =
        AggregateRepository.of("item", Item::new, store, Item.CODEC);
    items.execute("nut-m8", item -> item.receive(5, "Acme"));
    items.execute("bolt-m8", item -> item.receive(5, "Acme")); // behind the pick that waits
    projections.catchUp(stopping);
    assertThat(Parking.of(projections).count(stopping).parked()).isEqualTo(3);

    items.execute("nut-m8", item -> item.pick(1, "order-3"));
    assertThatThrownBy(() -> projections.catchUp(stopping))
        .isInstanceOf(SubscriberFailedException.class);
    projections.catchUp(BROKEN); // another process, whose code parks
    projections.catchUp(stopping);
    assertThat(projections.status(stopping).lag()).isZero();
    assertThat(projections.status(stopping).error()).isEmpty();
  }

  @Test
  void what_was_skipped_is_tried_again_by_a_rebuild() {
    Projection<String, Stock> stock = Stock.PROJECTION.onFailure(FailurePolicy.PARK);
    Replays.of(projections).rebuild(BROKEN.onFailure(FailurePolicy.SKIP), progress -> {});
    assertThat(Parking.of(projections).count(stock).skipped()).isEqualTo(2);
    assertThat(Parking.of(projections).redrive(stock).applied()).isZero();

    Replays.of(projections).rebuild(stock, progress -> {});
    assertThat(Parking.of(projections).count(stock).skipped()).isZero();
    assertThat(ReadModels.of(projections).of(stock).find("bolt-m8").orElseThrow().quantity())
        .isEqualTo(3);
  }

  @Test
  void what_is_parked_can_be_discarded() {
    Projection<String, Stock> stock = Stock.PROJECTION.onFailure(FailurePolicy.PARK);
    Parking parking = Parking.of(projections);
    long position = parking.list(stock).get(0).position();

    // region discard
    parking.discard(stock, position, "sent twice by the old warehouse, see ticket 1234");
    parking.redrive(stock); // those behind it
    // end

    assertThat(ReadModels.of(projections).of(stock).find("bolt-m8").orElseThrow().quantity())
        .isEqualTo(6);
    assertThat(parking.count(stock).discarded()).isEqualTo(1);
  }
}
