package io.tidemark.benchmarks;

import io.tidemark.aggregate.Aggregate;
import io.tidemark.benchmarks.PaymentEvent.Paid;

/** An account that counts its payments. */
final class PayingAccount extends Aggregate<PaymentEvent> {
  private long payments;

  void pay() {
    raise(PaymentEvent.paid(id(), version() + 1));
  }

  @Override
  protected void apply(PaymentEvent event) {
    payments += event instanceof Paid ? 1 : 0;
  }

  long payments() {
    return payments;
  }
}
