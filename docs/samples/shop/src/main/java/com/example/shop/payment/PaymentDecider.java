package com.example.shop.payment;

import com.example.shop.payment.PaymentEvent.Received;
import com.example.shop.payment.PaymentEvent.Settled;
import io.tidemark.aggregate.Decider;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes money in one part or several, until all that is due is there. */
public final class PaymentDecider implements Decider<Pay, Payment, PaymentEvent> {
  /** The category of the streams of payments; their keys are those of the orders. */
  public static final String CATEGORY = "payment";

  /** How their events are stored. */
  public static final EventCodec<PaymentEvent> CODEC =
      JacksonEventCodec.ofSealed(PaymentEvent.class);

  /** Without state of its own. */
  public PaymentDecider() {}

  // region decider
  @Override
  public Payment initialState() {
    return new Payment(BigDecimal.ZERO, Set.of());
  }

  @Override
  public List<PaymentEvent> decide(Pay pay, Payment payment) {
    if (payment.references().contains(pay.reference())) {
      return List.of(); // the bank told us twice
    }
    BigDecimal open = pay.due().subtract(payment.received());
    boolean isWholeCents = pay.amount().scale() <= 2;
    if (!isWholeCents || pay.amount().signum() <= 0 || pay.amount().compareTo(open) > 0) {
      throw new PaymentRefusedException(open, pay.amount());
    }
    Received received = new Received(pay.reference(), pay.amount());
    return pay.amount().compareTo(open) == 0 ? List.of(received, new Settled()) : List.of(received);
  }

  @Override
  public Payment evolve(Payment payment, PaymentEvent event) {
    return event instanceof Received received
        ? new Payment(
            payment.received().add(received.amount()),
            Stream.concat(payment.references().stream(), Stream.of(received.reference()))
                .collect(Collectors.toUnmodifiableSet()))
        : payment;
  }
  // end
}
