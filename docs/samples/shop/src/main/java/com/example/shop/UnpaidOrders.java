package com.example.shop;

import com.example.shop.order.Order;
import com.example.shop.order.OrderEvent;
import com.example.shop.order.OrderStatus;
import com.example.shop.view.OrderRow;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

// region deadline
/** Cancels orders that nobody has paid for in a day. To be called now and then, by anybody. */
final class UnpaidOrders {
  private static final Duration PATIENCE = Duration.ofHours(24);

  private final ReadModelRepository<String, OrderRow> rows;
  private final AggregateRepository<Order, OrderEvent> orders;
  private final Clock clock;

  UnpaidOrders(
      ReadModelRepository<String, OrderRow> rows,
      AggregateRepository<Order, OrderEvent> orders,
      Clock clock) {
    this.rows = rows;
    this.orders = orders;
    this.clock = clock;
  }

  /** The row says who is late; the order decides, because it may have been paid by now. */
  void cancel() {
    Filter late =
        Filter.where("status")
            .equalTo(OrderStatus.PLACED)
            .and(Filter.where("placedAt").atMost(clock.instant().minus(PATIENCE)));
    List<OrderRow> found = rows.findAll(ReadModelQuery.all().where(late));
    found.forEach(row -> orders.execute(row.id(), Order::cancelUnpaid));
  }
}
// end
