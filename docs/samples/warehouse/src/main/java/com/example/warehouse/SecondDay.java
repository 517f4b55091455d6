package com.example.warehouse;

import io.tidemark.AsOf;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.CommandResult;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.subscription.SubscriptionRunner;

/** What is there, and what was there. */
public final class SecondDay {
  private SecondDay() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    try (Database database = new Database();
        PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      var items = AggregateRepository.of("item", Item::new, store, Item.CODEC);
      PostgresProjections projections = PostgresProjections.of(store);
      ReadModelRepository<String, Stock> stock = ReadModels.of(projections).of(Stock.PROJECTION);

      try (SubscriptionRunner runner =
          SubscriptionRunner.builder(store)
              .add(projections.exactlyOnce(Stock.PROJECTION))
              .build()) {
        runner.start();

        CommandResult picked = items.execute("bolt-m8", item -> item.pick(2, "order-3"));
        Stock bolts = stock.awaiting(picked.position()).find("bolt-m8").orElseThrow();
        System.out.println("bolt-m8: " + bolts.quantity() + " after " + bolts.picks() + " picks");
      }

      ReadModelQuery fewestFirst =
          ReadModelQuery.all()
              .where(Filter.where("quantity").lessThan(100))
              .orderBy("quantity")
              .page(0, 20);
      for (Stock row : stock.findAll(fewestFirst)) {
        System.out.println(row.item() + " " + row.quantity());
      }

      Item bolts = items.load("bolt-m8", AsOf.version(1));
      System.out.println("bolt-m8 after its first event: " + bolts.inStock());

      for (Stock row : stock.asOf(AsOf.position(2)).findAll()) {
        System.out.println("at position 2: " + row.item() + " " + row.quantity());
      }
    }
  }
}
