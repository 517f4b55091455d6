package io.tidemark.benchmarks.payments;

import io.tidemark.benchmarks.payments.PaymentEvent.Paid;
import io.tidemark.projection.Projection;
import io.tidemark.window.BatchKey;
import io.tidemark.window.Window;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;

/** What an account was paid in so many payments. */
public record FullBatch(String account, long number, long payments, long total) {
  public static Projection<BatchKey<String>, FullBatch> of(String name, int events) {
    return Windows.named(name, FullBatch.class, FullBatch::account)
        .from(PaymentEvent.CATEGORY, PaymentEvent.CODEC)
        .keyedByStream()
        .over(Window.batchLength(events))
        .accumulate(FullBatch::payments, Accumulators.count())
        .accumulate(FullBatch::total, Accumulators.sumOfLongs(event -> ((Paid) event).amount()))
        .projection();
  }
}
