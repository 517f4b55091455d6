package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.history.RowUpdate;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In {@code docs/how-to/ask-for-the-past.md}: somebody who is told of changes of rows. */
class RowWatchingTest {
  // region subscriber
  /** The items of which little is left, in memory and kept up to date. */
  static final class LowStock implements Flow.Subscriber<RowUpdate<String, Stock>> {
    static final Filter LOW = Filter.where(Stock::quantity).atMost(5);

    final Map<String, Stock> rows = new ConcurrentHashMap<>();
    private final ReadModelRepository<String, Stock> stock;
    private long readThrough;

    LowStock(ReadModelRepository<String, Stock> stock) {
      this.stock = stock;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      readThrough = stock.position(); // the watch began here, or a little before
      stock
          .asOf(AsOf.position(readThrough))
          .findAll(ReadModelQuery.all().where(LOW))
          .forEach(row -> rows.put(row.item(), row));
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(RowUpdate<String, Stock> update) {
      if (update.position() <= readThrough) {
        return; // what was read has it already
      }
      switch (update.kind()) {
        case ADDED, CHANGED -> rows.put(update.key(), update.after().orElseThrow());
        case REMOVED -> rows.remove(update.key());
      }
    }

    @Override
    public void onError(Throwable error) {
      System.err.println("No more changes, read the rows and subscribe again: " + error);
    }

    @Override
    public void onComplete() {} // never called
  }

  // end

  private TestDatabase database;
  private PostgresEventStore store;
  private PostgresProjections projections;
  private AggregateRepository<Item, ItemEvent> items;

  @BeforeEach
  void receive() {
    database = TestDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
    projections = PostgresProjections.of(store);
    items = AggregateRepository.of("item", Item::new, store, Item.CODEC);
    items.execute("bolt-m8", item -> item.receive(10, "Acme"));
    items.execute("nut-m8", item -> item.receive(3, "Acme"));
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  void rows_that_are_watched_are_read_first_and_then_kept_up_to_date() {
    Projection<String, Stock> stockWithHistory = Stock.PROJECTION.withHistory();
    projections.catchUp(stockWithHistory);
    // region watch
    ReadModelRepository<String, Stock> stock = ReadModels.of(projections).of(stockWithHistory);
    LowStock low = new LowStock(stock);
    stock.watch(LowStock.LOW).subscribe(low);
    // end
    Processes.await("rows that were there", () -> low.rows.keySet().equals(Set.of("nut-m8")));
    items.execute("bolt-m8", item -> item.pick(6, "order-1"));
    items.execute("nut-m8", item -> item.receive(20, "Acme"));
    projections.catchUp(stockWithHistory);

    Processes.await("changes", () -> low.rows.keySet().equals(Set.of("bolt-m8")));
    assertThat(low.rows.get("bolt-m8").quantity()).isEqualTo(4);
    low.onNext(
        new RowUpdate<>(
            RowUpdate.Kind.ADDED,
            "nut-m8",
            2,
            Optional.empty(),
            Optional.of(new Stock("nut-m8", 3, 0, Instant.now()))));
    assertThat(low.rows).containsOnlyKeys("bolt-m8");
  }
}
