package io.tidemark.documentation;

import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.documentation.ItemEvent.Received;
import io.tidemark.projection.Projection;
import io.tidemark.row.Decimal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

// region row
record Shelf(
    String item,
    Optional<String> supplier,
    long quantity,
    @Decimal(precision = 12, scale = 2) BigDecimal value,
    List<Pick> picks,
    Instant lastMovedAt) {
  record Pick(String order, int quantity) {}

  // end
  private static final BigDecimal PRICE = new BigDecimal("0.10");

  // region indexes
  static final Projection<String, Shelf> PROJECTION =
      Projection.named("shelves", Shelf.class, Shelf::item)
          .from("item", Item.CODEC)
          .keyedByStream()
          .fold(
              (row, event, recorded) ->
                  after(row, event, recorded.stream().key(), recorded.occurredAt()))
          .indexedBy(Shelf::supplier, Shelf::quantity)
          .indexedBy(Shelf::picks); // by what is within: GIN

  // end

  private static Shelf after(Shelf row, ItemEvent event, String item, Instant at) {
    Shelf before =
        row == null ? new Shelf(item, Optional.empty(), 0, BigDecimal.ZERO, List.of(), at) : row;
    if (event instanceof Received received) {
      return before.with(
          Optional.of(received.supplier()),
          before.quantity() + received.quantity(),
          before.picks(),
          at);
    }
    if (event instanceof Picked picked) {
      Pick pick = new Pick(picked.order(), picked.quantity());
      return before.with(
          before.supplier(),
          before.quantity() - picked.quantity(),
          Stream.concat(before.picks().stream(), Stream.of(pick)).toList(),
          at);
    }
    return before;
  }

  private Shelf with(Optional<String> from, long left, List<Pick> taken, Instant at) {
    return new Shelf(item, from, left, PRICE.multiply(BigDecimal.valueOf(left)), taken, at);
  }
}
