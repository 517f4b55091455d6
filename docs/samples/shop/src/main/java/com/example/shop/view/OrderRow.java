package com.example.shop.view;

import com.example.shop.order.Order;
import com.example.shop.order.OrderEvent;
import com.example.shop.order.OrderEvent.Cancelled;
import com.example.shop.order.OrderEvent.Paid;
import com.example.shop.order.OrderEvent.Placed;
import com.example.shop.order.OrderStatus;
import com.example.shop.payment.PaymentDecider;
import com.example.shop.payment.PaymentEvent;
import com.example.shop.payment.PaymentEvent.Received;
import io.tidemark.RecordedEvent;
import io.tidemark.projection.Projection;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

// region projection
/** An order with what was paid for it, so it follows two categories. */
public record OrderRow(
    String id,
    String customer,
    OrderStatus status,
    BigDecimal total,
    BigDecimal received,
    Instant placedAt) {
  /** A row for each order. */
  public static final Projection<String, OrderRow> PROJECTION =
      Projection.named("orders", OrderRow.class, OrderRow::id)
          .from(Order.CATEGORY, Order.CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold(OrderRow::afterOrder)
          .from(PaymentDecider.CATEGORY, PaymentDecider.CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold((row, event, recorded) -> afterPayment(row, event));

  private static @Nullable OrderRow afterOrder(
      @Nullable OrderRow row, OrderEvent event, RecordedEvent recorded) {
    if (event instanceof Placed placed) {
      return new OrderRow(
          recorded.stream().key(),
          placed.customer(),
          OrderStatus.PLACED,
          Order.total(placed.lines()),
          BigDecimal.ZERO,
          recorded.occurredAt());
    }
    if (row == null) {
      return null;
    }
    if (event instanceof Paid) {
      return row.with(OrderStatus.PAID, row.received);
    }
    return event instanceof Cancelled ? row.with(OrderStatus.CANCELLED, row.received) : row;
  }

  private static @Nullable OrderRow afterPayment(@Nullable OrderRow row, PaymentEvent event) {
    return row != null && event instanceof Received received
        ? row.with(row.status, row.received.add(received.amount()))
        : row;
  }

  private OrderRow with(OrderStatus newStatus, BigDecimal newReceived) {
    return new OrderRow(id, customer, newStatus, total, newReceived, placedAt);
  }
}
// end
