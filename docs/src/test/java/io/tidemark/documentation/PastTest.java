package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import io.tidemark.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/ask-for-the-past.md}. */
class PastTest {
  private final ManualClock wall = ManualClock.at(Instant.parse("2026-03-02T09:00:00Z"));
  private final EventStore store = new InMemoryEventStore(wall);

  @Test
  void four_ways_to_name_a_point() {
    ManualClock clock = ManualClock.at(Instant.parse("2026-02-27T16:00:00Z"));
    var items = AggregateRepository.of("item", Item::new, store, Item.CODEC).withClock(clock);
    items.execute("bolt-m8", item -> item.receive(10, "Acme"));
    wall.advance(Duration.ofDays(1));
    items.execute("bolt-m8", item -> item.pick(3, "order-1"));

    // region points
    Instant lastFriday = Instant.parse("2026-02-27T23:59:59Z");

    Item afterOneEvent = items.load("bolt-m8", AsOf.version(1));
    Item afterPosition = items.load("bolt-m8", AsOf.position(1));
    Item asStoredThen = items.load("bolt-m8", AsOf.recordedAt(lastFriday));
    Item asHappenedThen = items.load("bolt-m8", AsOf.occurredAt(lastFriday));
    // end
    assertThat(afterOneEvent.inStock()).isEqualTo(10);
    assertThat(afterPosition.inStock()).isEqualTo(10);
    assertThat(asStoredThen.version()).isZero();
    assertThat(asHappenedThen.inStock()).isEqualTo(7);

    // region read-model
    long position = store.head();
    SortedMap<String, Stock> rows =
        LiveProjection.of(Stock.PROJECTION, store).rows(AsOf.position(position));
    // end
    assertThat(rows).hasSize(1);

    // region events
    StreamId bolt = StreamId.of("item", "bolt-m8");
    List<RecordedEvent> newestFirst =
        store.readStream(StreamQuery.of(bolt).backward().limit(10)).toList();

    LogQuery thatDay =
        LogQuery.all().categories(java.util.Set.of("item")).until(AsOf.recordedAt(wall.instant()));
    try (Stream<RecordedEvent> events = store.readAll(thatDay)) {
      events.forEach(event -> System.out.println(event.position() + " " + event.type()));
    }
    // end
    assertThat(newestFirst).extracting(RecordedEvent::version).containsExactly(2L, 1L);
  }
}
