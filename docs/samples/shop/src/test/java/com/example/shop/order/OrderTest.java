package com.example.shop.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.order.OrderEvent.Cancelled;
import com.example.shop.order.OrderEvent.Paid;
import com.example.shop.order.OrderEvent.PaidTooLate;
import com.example.shop.order.OrderEvent.Placed;
import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.EventStore;
import io.tidemark.testing.AggregateFixture;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final List<OrderLine> TWO_MUGS =
      List.of(new OrderLine("mug", 2, new BigDecimal("12.50")));

  // region fixture
  private static final AggregateFixture<Order, OrderEvent> ORDER =
      AggregateFixture.of(Order.CATEGORY, Order::new, Order.CODEC);

  @Test
  void an_order_that_is_not_paid_in_time_is_cancelled() {
    ORDER
        .given(new Placed("ada", TWO_MUGS))
        .when(Order::cancelUnpaid)
        .thenRaised(new Cancelled("not paid in time"));
  }

  @Test
  void an_order_that_was_paid_meanwhile_is_not_cancelled() {
    ORDER
        .given(new Placed("ada", TWO_MUGS), new Paid())
        .when(Order::cancelUnpaid)
        .thenRaisedNothing();
  }

  @Test
  void money_for_a_cancelled_order_is_remembered_once() {
    ORDER
        .given(new Placed("ada", TWO_MUGS), new Cancelled("by the customer"))
        .when(
            order -> {
              order.confirmPaid();
              order.confirmPaid();
            })
        .thenRaised(new PaidTooLate());
  }

  // end

  @Test
  void an_order_that_is_placed_twice_is_one_order() {
    ORDER
        .given(new Placed("ada", TWO_MUGS))
        .when(order -> order.place("ada", TWO_MUGS))
        .thenRaisedNothing();
    ORDER
        .given(new Placed("ada", TWO_MUGS))
        .when(order -> order.place("bob", TWO_MUGS))
        .thenRefused(OrderRefusedException.class, "expected a new order, actual another one");
  }

  @Test
  void lines_that_cannot_be_sold_are_refused() {
    ORDER
        .when(order -> order.place("ada", List.of()))
        .thenRefused(OrderRefusedException.class, "expected at least one line, actual none");
    ORDER
        .when(order -> order.place("ada", List.of(new OrderLine("mug", 0, BigDecimal.ONE))))
        .thenRefused(OrderRefusedException.class, "a quantity of at least 1, actual 0");
    BigDecimal odd = new BigDecimal("0.001");
    ORDER
        .when(order -> order.place("ada", List.of(new OrderLine("mug", 1, odd))))
        .thenRefused(OrderRefusedException.class, "two decimals, actual 0.001");
  }

  @Test
  void a_paid_order_is_not_cancelled_by_its_customer() {
    ORDER
        .given(new Placed("ada", TWO_MUGS), new Paid())
        .when(Order::cancel)
        .thenRefused(OrderRefusedException.class, "placed and not paid, actual PAID");
  }

  // region former
  @Test
  void an_order_of_the_first_version_is_read_as_one_of_today() {
    try (EventStore store = new InMemoryEventStore()) {
      EventData stored =
          EventData.of("Placed", "{\"customer\":\"ada\",\"item\":\"mug\",\"cents\":1250}");
      store.append(StreamId.of("order", "old"), ExpectedVersion.noStream(), List.of(stored));

      var orders = AggregateRepository.of(Order.CATEGORY, Order::new, store, Order.CODEC);
      assertThat(orders.load("old").total()).isEqualByComparingTo("12.50");
    }
  }
  // end
}
