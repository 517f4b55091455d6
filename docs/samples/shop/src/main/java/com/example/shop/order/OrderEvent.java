package com.example.shop.order;

import java.util.List;

/** What happens to an order. */
public sealed interface OrderEvent {
  /** A customer wants these things. */
  record Placed(String customer, List<OrderLine> lines) implements OrderEvent {}

  /** All of it was paid. */
  record Paid() implements OrderEvent {}

  /** It will not be delivered. */
  record Cancelled(String reason) implements OrderEvent {}

  /** It was paid after it had been cancelled, so the money has to go back. */
  record PaidTooLate() implements OrderEvent {}
}
