package io.tidemark.benchmarks.payments;

import io.tidemark.benchmarks.payments.PaymentEvent.Paid;
import io.tidemark.projection.Projection;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Instant;

/** What an account was paid in a stretch of time. */
public record Stretch(String account, Instant begin, Instant finish, long payments, long total) {
  public static Projection<WindowKey<String>, Stretch> in(String name, Window window) {
    return Windows.named(name, Stretch.class, Stretch::account)
        .from(PaymentEvent.CATEGORY, PaymentEvent.CODEC)
        .keyedByStream()
        .over(window)
        .accumulate(Stretch::payments, Accumulators.count())
        .accumulate(Stretch::total, Accumulators.sumOfLongs(event -> ((Paid) event).amount()))
        .projection();
  }
}
