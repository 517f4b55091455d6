package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aggregate.Aggregate;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.documentation.DeadlineTest.OrderEvent.Cancelled;
import io.tidemark.documentation.DeadlineTest.OrderEvent.Paid;
import io.tidemark.documentation.DeadlineTest.OrderEvent.Placed;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/meet-a-deadline.md}. */
class DeadlineTest {
  sealed interface OrderEvent {
    record Placed() implements OrderEvent {}

    record Paid() implements OrderEvent {}

    record Cancelled() implements OrderEvent {}
  }

  static final EventCodec<OrderEvent> CODEC = JacksonEventCodec.ofSealed(OrderEvent.class);

  static final class Order extends Aggregate<OrderEvent> {
    private boolean open;

    void place() {
      raise(new Placed());
    }

    void pay() {
      if (!open) {
        throw new IllegalStateException("Order %s is not open".formatted(id()));
      }
      raise(new Paid());
    }

    // region decide
    void cancelUnlessPaid() {
      if (open) {
        raise(new Cancelled());
      }
    }

    // end

    @Override
    protected void apply(OrderEvent event) {
      open = event instanceof Placed;
    }
  }

  // region due
  record Unpaid(String order, Instant dueAt) {
    static final Projection<String, Unpaid> PROJECTION =
        Projection.named("unpaid_orders", Unpaid.class, Unpaid::order)
            .from("order", CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold(
                (before, event, recorded) ->
                    event instanceof Placed
                        ? new Unpaid(
                            recorded.stream().key(),
                            recorded.occurredAt().plus(Duration.ofHours(24)))
                        : null); // paid or cancelled: no row any more
  }

  // end

  private final ManualClock clock = ManualClock.at(Instant.parse("2026-01-31T12:00:00Z"));
  private TestDatabase database;
  private PostgresEventStore store;
  private PostgresProjections projections;
  private AggregateRepository<Order, OrderEvent> orders;
  private ReadModelRepository<String, Unpaid> unpaid;

  @BeforeEach
  void openStore() {
    database = TestDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
    projections = PostgresProjections.of(store);
    orders = AggregateRepository.of("order", Order::new, store, CODEC).withClock(clock);
    unpaid = ReadModels.of(projections).of(Unpaid.PROJECTION);
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  // region cancel
  void cancelWhatIsDue() {
    ReadModelQuery due =
        ReadModelQuery.all()
            .where(Filter.where("dueAt").atMost(clock.instant()))
            .orderBy("dueAt")
            .page(0, 100);
    for (Unpaid order : unpaid.findAll(due)) {
      orders.execute(order.order(), Order::cancelUnlessPaid);
    }
  }

  // end

  @Test
  void what_is_not_paid_in_a_day_is_cancelled_and_nothing_else() {
    orders.execute("17", Order::place);
    orders.execute("18", Order::place);
    projections.catchUp(Unpaid.PROJECTION);
    orders.execute("18", Order::pay); // the read model does not know it yet

    clock.advance(Duration.ofHours(24).minusSeconds(1));
    cancelWhatIsDue();
    assertThat(store.head()).isEqualTo(3);

    clock.advance(Duration.ofSeconds(1));
    cancelWhatIsDue();
    cancelWhatIsDue(); // another process, or the same one before the read model has caught up
    assertThat(store.head()).isEqualTo(4);
    assertThat(store.event(4).orElseThrow().stream().key()).isEqualTo("17");

    projections.catchUp(Unpaid.PROJECTION);
    assertThat(unpaid.count(Filter.all())).isZero();
  }
}
