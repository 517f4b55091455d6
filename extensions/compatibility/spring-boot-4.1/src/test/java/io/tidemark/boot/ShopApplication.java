package io.tidemark.boot;

import io.tidemark.aggregate.Aggregate;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.subscription.SubscriptionRunner;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** As one writes it today, without a starter: a store and a runner as beans, the rest is Boot's. */
@SpringBootConfiguration
@EnableAutoConfiguration
class ShopApplication {
  sealed interface ItemEvent {
    record Moved(int quantity) implements ItemEvent {}
  }

  static final class Item extends Aggregate<ItemEvent> {
    void move(int quantity) {
      raise(new ItemEvent.Moved(quantity));
    }

    @Override
    protected void apply(ItemEvent event) {}
  }

  record Stock(String item, int quantity) {}

  private static final EventCodec<ItemEvent> CODEC = JacksonEventCodec.ofSealed(ItemEvent.class);

  private static final Projection<String, Stock> STOCK =
      Projection.named("stock", Stock.class, Stock::item)
          .from("item", CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold(
              (row, event, recorded) ->
                  new Stock(
                      recorded.stream().key(),
                      (row == null ? 0 : row.quantity()) + ((ItemEvent.Moved) event).quantity()));

  @Bean(destroyMethod = "close")
  PostgresEventStore store(DataSource dataSource) {
    return PostgresEventStore.builder(dataSource).build();
  }

  @Bean
  PostgresProjections projections(PostgresEventStore store) {
    return PostgresProjections.of(store);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  SubscriptionRunner runner(PostgresEventStore store, PostgresProjections projections) {
    return SubscriptionRunner.builder(store).add(projections.exactlyOnce(STOCK)).build();
  }

  @RestController
  static class Items {
    private final AggregateRepository<Item, ItemEvent> items;
    private final PostgresEventStore store;
    private final ReadModels readModels;

    Items(PostgresEventStore store, PostgresProjections projections) {
      this.items = AggregateRepository.of("item", Item::new, store, CODEC);
      this.store = store;
      this.readModels = ReadModels.of(projections);
    }

    @PostMapping("/items/{item}/{quantity}")
    Stock move(@PathVariable("item") String item, @PathVariable("quantity") int quantity) {
      items.execute(item, i -> i.move(quantity));
      return stock(item);
    }

    @GetMapping("/items/{item}")
    Stock stock(@PathVariable("item") String item) {
      return readModels.of(STOCK).awaiting(store.head()).find(item).orElseThrow();
    }
  }
}
