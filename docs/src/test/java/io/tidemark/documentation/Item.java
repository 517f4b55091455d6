package io.tidemark.documentation;

import io.tidemark.aggregate.Aggregate;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.documentation.ItemEvent.Received;

final class Item extends Aggregate<ItemEvent> {
  static final EventCodec<ItemEvent> CODEC = JacksonEventCodec.ofSealed(ItemEvent.class);

  private int inStock;

  void receive(int quantity, String supplier) {
    raise(new Received(quantity, supplier));
  }

  void pick(int quantity, String order) {
    if (quantity > inStock) {
      throw new OutOfStockException(id(), quantity, inStock);
    }
    raise(new Picked(quantity, order));
  }

  int inStock() {
    return inStock;
  }

  @Override
  protected void apply(ItemEvent event) {
    if (event instanceof Received received) {
      inStock += received.quantity();
    } else if (event instanceof Picked picked) {
      inStock -= picked.quantity();
    }
  }
}
