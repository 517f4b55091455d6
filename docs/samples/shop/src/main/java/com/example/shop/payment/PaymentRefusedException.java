package com.example.shop.payment;

import java.math.BigDecimal;

/** The money is not taken. */
public final class PaymentRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PaymentRefusedException(BigDecimal open, BigDecimal amount) {
    super(
        "Payment: expected more than 0 and at most %s, with at most two decimals, actual %s"
            .formatted(open, amount));
  }
}
