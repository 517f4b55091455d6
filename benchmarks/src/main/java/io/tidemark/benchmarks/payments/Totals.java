package io.tidemark.benchmarks.payments;

import io.tidemark.benchmarks.payments.PaymentEvent.Paid;
import java.util.HashMap;
import java.util.Map;

/** The fold of a whole log: payments and their sum by account. */
public final class Totals {
  private final Map<String, long[]> byAccount = new HashMap<>();
  private long events;

  public void add(Paid paid) {
    long[] total = byAccount.computeIfAbsent(paid.account(), account -> new long[2]);
    total[0]++;
    total[1] += paid.amount();
    events++;
  }

  /** How many payments, if it is this many; anything else would be a race run with a shortcut. */
  public long events(long expected) {
    if (events != expected) {
      throw new IllegalStateException(
          "Wrong number of events: expected %d, actual %d".formatted(expected, events));
    }
    return events;
  }
}
