package com.example.shop.order;

import com.example.shop.order.OrderEvent.Placed;
import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.EventTypes;
import io.tidemark.codec.JacksonEventCodec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads and writes the events of orders; also those of the first version of this shop, in which an
 * order was one thing with a price in cents.
 */
final class OrderCodec implements EventCodec<OrderEvent> {
  /** {@code Placed} as it was; stays for as long as there are such events, which is for ever. */
  record PlacedInCents(String customer, String item, long cents) {}

  private static final EventCodec<PlacedInCents> FORMER =
      JacksonEventCodec.of(
          EventTypes.of(PlacedInCents.class, PlacedInCents.class)
              .named(PlacedInCents.class, "Placed"));

  private static final EventCodec<OrderEvent> TODAY =
      JacksonEventCodec.of(
          EventTypes.ofSealed(OrderEvent.class).named(Placed.class, "PlacedWithLines"));

  @Override
  public EventData encode(OrderEvent event, Metadata metadata, Instant occurredAt) {
    return TODAY.encode(event, metadata, occurredAt);
  }

  @Override
  public List<OrderEvent> decode(RecordedEvent event) {
    return FORMER.types().contains(event.type())
        ? FORMER.decode(event).stream().map(OrderCodec::today).toList()
        : TODAY.decode(event);
  }

  private static OrderEvent today(PlacedInCents former) {
    BigDecimal price = BigDecimal.valueOf(former.cents(), 2);
    return new Placed(former.customer(), List.of(new OrderLine(former.item(), 1, price)));
  }

  @Override
  public Set<String> types() {
    Set<String> types = new HashSet<>(TODAY.types());
    types.addAll(FORMER.types());
    return types;
  }
}
