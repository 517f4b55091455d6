package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.RecordedEvent;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/test-without-a-database.md}. */
class WithoutDatabaseTest {
  // region test
  @Test
  void a_pick_is_recorded_with_its_time_and_counted() {
    ManualClock clock = ManualClock.at(Instant.parse("2026-01-31T12:00:00Z"));
    EventStore store = new InMemoryEventStore(clock);
    var items = AggregateRepository.of("item", Item::new, store, Item.CODEC).withClock(clock);

    items.execute("bolt-m8", item -> item.receive(10, "Acme"));
    clock.advance(Duration.ofHours(1));
    items.execute("bolt-m8", item -> item.pick(3, "order-1"));

    List<RecordedEvent> events = store.readAll(LogQuery.all()).toList();
    assertThat(events.get(1).occurredAt()).isEqualTo(Instant.parse("2026-01-31T13:00:00Z"));

    InMemoryProjection<String, Stock> stock = InMemoryProjection.of(Stock.PROJECTION, store);
    try (SubscriptionRunner runner = SubscriptionRunner.builder(store).add(stock).build()) {
      runner.catchUp();
    }
    assertThat(stock.find("bolt-m8")).get().extracting(Stock::quantity).isEqualTo(7L);
  }
  // end
}
