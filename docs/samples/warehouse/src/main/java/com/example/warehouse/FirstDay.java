package com.example.warehouse;

import io.tidemark.Metadata;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.CommandResult;
import io.tidemark.postgres.PostgresEventStore;

/** Goods come in and go out. */
public final class FirstDay {
  private FirstDay() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    try (Database database = new Database();
        PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      var items = AggregateRepository.of("item", Item::new, store, Item.CODEC);

      items.execute("bolt-m8", item -> item.receive(10, "Acme"));
      items.execute("bolt-m8", item -> item.pick(3, "order-1"));
      System.out.println("bolt-m8 in stock: " + items.load("bolt-m8").inStock());

      try {
        items.execute("bolt-m8", item -> item.pick(8, "order-2"));
      } catch (OutOfStockException e) {
        System.out.println("refused: " + e.getMessage());
      }

      Metadata why = Metadata.of(Metadata.CORRELATION_ID, "request-4711").with("user", "ada");
      CommandResult result = items.execute("nut-m8", why, item -> item.receive(20, "Acme"));
      System.out.println(result.stream() + " is at position " + result.position() + " of the log");
    }
  }
}
