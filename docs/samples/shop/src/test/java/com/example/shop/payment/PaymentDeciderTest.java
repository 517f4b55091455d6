package com.example.shop.payment;

import com.example.shop.payment.PaymentEvent.Received;
import com.example.shop.payment.PaymentEvent.Settled;
import io.tidemark.testing.DeciderFixture;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class PaymentDeciderTest {
  private static final BigDecimal DUE = new BigDecimal("25.00");
  private static final BigDecimal PART = new BigDecimal("10.00");
  private static final BigDecimal REST = new BigDecimal("15.00");

  private static final DeciderFixture<Pay, Payment, PaymentEvent> PAYMENT =
      DeciderFixture.of(new PaymentDecider(), PaymentDecider.CODEC);

  @Test
  void the_last_part_settles_the_payment() {
    PAYMENT.when(new Pay("a", PART, DUE)).thenRaised(new Received("a", PART));
    PAYMENT
        .given(new Received("a", PART))
        .when(new Pay("b", REST, DUE))
        .thenRaised(new Received("b", REST), new Settled());
  }

  @Test
  void money_with_the_same_reference_counts_once() {
    PAYMENT.given(new Received("a", PART)).when(new Pay("a", PART, DUE)).thenRaisedNothing();
  }

  @Test
  void more_than_is_open_is_refused() {
    PAYMENT
        .given(new Received("a", PART))
        .when(new Pay("b", DUE, DUE))
        .thenRefused(
            PaymentRefusedException.class,
            "at most 15.00, with at most two decimals, actual 25.00");
    PAYMENT
        .when(new Pay("a", BigDecimal.ZERO, DUE))
        .thenRefused(PaymentRefusedException.class, "more than 0");
    PAYMENT
        .when(new Pay("a", new BigDecimal("1E-1000000000"), DUE))
        .thenRefused(PaymentRefusedException.class, "two decimals");
  }
}
