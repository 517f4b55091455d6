package io.tidemark.benchmarks.read;

import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.payments.PaymentEvent.Paid;
import io.tidemark.projection.Projection;

/**
 * The row of the read model that is made here in one way or another.
 *
 * @param account key of the stream
 * @param payments how many
 * @param total in cents
 * @param lastVersion of the last event
 */
record AccountTotal(String account, long payments, long total, long lastVersion) {

  /** A fold of each event of the category into the row of its stream. */
  static Projection<String, AccountTotal> projection(String name, String category) {
    return Projection.named(name, AccountTotal.class, AccountTotal::account)
        .from(category, PaymentEvent.CODEC)
        .keyedByStream()
        .fold(
            (row, event, recorded) ->
                new AccountTotal(
                    recorded.stream().key(),
                    row == null ? 1 : row.payments() + 1,
                    (row == null ? 0 : row.total()) + ((Paid) event).amount(),
                    recorded.version()));
  }
}
