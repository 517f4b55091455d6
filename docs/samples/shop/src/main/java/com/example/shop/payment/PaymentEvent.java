package com.example.shop.payment;

import java.math.BigDecimal;

/** What happens to the payment of an order. */
public sealed interface PaymentEvent {
  /** Money came in. */
  record Received(String reference, BigDecimal amount) implements PaymentEvent {}

  /** All that was due is there. */
  record Settled() implements PaymentEvent {}
}
