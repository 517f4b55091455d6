package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.AsOf;
import io.tidemark.Metadata;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.CommandResult;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.documentation.ItemEvent.Received;
import io.tidemark.embedded.EmbeddedPostgres;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.LiveProjection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.testing.AggregateFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial: a first aggregate, its test, its store, its read model. */
class FirstAggregateTest {
  // region fixture
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

  // end

  @Test
  void the_embedded_server_keeps_the_log(@TempDir Path temporary) {
    Path directory = temporary.resolve("warehouse");
    // region embedded
    try (EmbeddedPostgres postgres = EmbeddedPostgres.open(directory)) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(postgres.jdbcUrl());
      config.setUsername(postgres.user());
      config.setPassword(postgres.password());

      try (HikariDataSource dataSource = new HikariDataSource(config);
          PostgresEventStore store = PostgresEventStore.builder(dataSource).build()) {
        var items = AggregateRepository.of("item", Item::new, store, Item.CODEC);
        items.execute("bolt-m8", item -> item.receive(10, "Acme"));
        items.execute("bolt-m8", item -> item.pick(3, "order-1"));
        System.out.println(items.load("bolt-m8").inStock()); // 7
      }
    }
    // end
    assertThat(directory).isNotEmptyDirectory();
  }

  @Test
  void a_read_model_follows_the_log() {
    try (TestDatabase database = TestDatabase.create()) {
      DataSource dataSource = database.dataSource();
      try (PostgresEventStore store = PostgresEventStore.builder(dataSource).build()) {
        var items = AggregateRepository.of("item", Item::new, store, Item.CODEC);
        items.execute("bolt-m8", item -> item.receive(10, "Acme"));

        // region run-projection
        PostgresProjections projections = PostgresProjections.of(store);
        ReadModelRepository<String, Stock> stock = ReadModels.of(projections).of(Stock.PROJECTION);
        try (SubscriptionRunner runner =
            SubscriptionRunner.builder(store)
                .add(projections.exactlyOnce(Stock.PROJECTION))
                .build()) {
          runner.start();

          CommandResult picked = items.execute("bolt-m8", item -> item.pick(3, "order-1"));
          Stock bolts = stock.awaiting(picked.position()).find("bolt-m8").orElseThrow();
          System.out.println(bolts.quantity()); // 7
        }

        ReadModelQuery mostPicked =
            ReadModelQuery.all()
                .where(Filter.where("quantity").lessThan(100))
                .orderByDescending("picks")
                .page(0, 20);
        List<Stock> low = stock.findAll(mostPicked);
        // end
        assertThat(low).singleElement().extracting(Stock::quantity).isEqualTo(7L);

        // region past
        Item before = items.load("bolt-m8", AsOf.version(1));
        SortedMap<String, Stock> then =
            LiveProjection.of(Stock.PROJECTION, store).rows(AsOf.position(1));
        // end
        assertThat(before.inStock()).isEqualTo(10);
        assertThat(then.get("bolt-m8")).extracting(Stock::quantity).isEqualTo(10L);
      }
    }
  }

  @Test
  void a_command_carries_metadata() {
    try (TestDatabase database = TestDatabase.create();
        EventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      var items = AggregateRepository.of("item", Item::new, store, Item.CODEC);
      // region metadata
      Metadata metadata = Metadata.of(Metadata.CORRELATION_ID, "request-4711").with("user", "ada");
      CommandResult result = items.execute("nut-m8", metadata, item -> item.receive(10, "Acme"));
      // end
      assertThat(store.event(result.position()).orElseThrow().metadata()).isEqualTo(metadata);
    }
  }
}
