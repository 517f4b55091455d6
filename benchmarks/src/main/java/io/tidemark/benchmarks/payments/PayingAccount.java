package io.tidemark.benchmarks.payments;

import io.tidemark.aggregate.Aggregate;
import io.tidemark.benchmarks.payments.PaymentEvent.Paid;

/** An account that counts its payments. */
public final class PayingAccount extends Aggregate<PaymentEvent> {
  private long payments;

  public void pay() {
    raise(PaymentEvent.paid(id(), version() + 1));
  }

  /** Also for who folds by hand. */
  @Override
  public void apply(PaymentEvent event) {
    payments += event instanceof Paid ? 1 : 0;
  }

  public long payments() {
    return payments;
  }
}
