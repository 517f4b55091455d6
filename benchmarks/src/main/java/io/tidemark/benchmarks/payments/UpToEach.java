package io.tidemark.benchmarks.payments;

import io.tidemark.benchmarks.payments.PaymentEvent.Paid;
import io.tidemark.projection.Projection;
import io.tidemark.window.EventKey;
import io.tidemark.window.SlidingWindow;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Instant;

/** What an account was paid up to a payment, that one included. */
public record UpToEach(String account, long position, Instant time, long payments, long total) {
  public static Projection<EventKey<String>, UpToEach> over(String name, SlidingWindow window) {
    return Windows.named(name, UpToEach.class, UpToEach::account)
        .from(PaymentEvent.CATEGORY, PaymentEvent.CODEC)
        .keyedByStream()
        .over(window)
        .accumulate(UpToEach::payments, Accumulators.count())
        .accumulate(UpToEach::total, Accumulators.sumOfLongs(event -> ((Paid) event).amount()))
        .projection();
  }
}
