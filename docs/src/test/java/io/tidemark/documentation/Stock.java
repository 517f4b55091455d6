package io.tidemark.documentation;

import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.documentation.ItemEvent.Received;
import io.tidemark.projection.Projection;
import java.time.Instant;

record Stock(String item, long quantity, long picks, Instant lastMovedAt) {
  static final Projection<String, Stock> PROJECTION =
      Projection.named("stock", Stock.class, Stock::item)
          .from("item", Item.CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold(
              (before, event, recorded) -> {
                long quantity = before == null ? 0 : before.quantity();
                long picks = before == null ? 0 : before.picks();
                if (event instanceof Received received) {
                  quantity += received.quantity();
                } else if (event instanceof Picked picked) {
                  quantity -= picked.quantity();
                  picks++;
                }
                return new Stock(recorded.stream().key(), quantity, picks, recorded.occurredAt());
              });
}
