package com.example.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.warehouse.ItemEvent.Picked;
import com.example.warehouse.ItemEvent.Received;
import io.tidemark.testing.AggregateFixture;
import org.junit.jupiter.api.Test;

class ItemTest {
  private static final AggregateFixture<Item, ItemEvent> ITEM =
      AggregateFixture.of("item", Item::new, Item.CODEC);

  @Test
  void what_is_in_stock_can_be_picked() {
    ITEM.given(new Received(10, "Acme"))
        .when(item -> item.pick(3, "order-1"))
        .thenRaised(new Picked(3, "order-1"))
        .thenState(item -> assertThat(item.inStock()).isEqualTo(7));
  }

  @Test
  void what_is_not_in_stock_is_refused() {
    ITEM.given(new Received(2, "Acme"))
        .when(item -> item.pick(3, "order-1"))
        .thenRefused(OutOfStockException.class, "3 wanted, 2 in stock");
  }
}
