package io.tidemark.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.Versioned;
import io.tidemark.codec.EventCodec;
import io.tidemark.inmemory.InMemorySnapshotStore;
import io.tidemark.snapshot.SnapshotPolicy;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A stored event may be read as several or as none, and counts once all the same. */
class DecodedEventsTest {
  /** Reads {@code Added(n)} as n times {@code Added(1)}. */
  private static final EventCodec<Counter.Event> ONE_BY_ONE =
      new EventCodec<>() {
        @Override
        public EventData encode(Counter.Event event, Metadata metadata, Instant occurredAt) {
          return Counter.CODEC.encode(event, metadata, occurredAt);
        }

        @Override
        public List<Counter.Event> decode(RecordedEvent event) {
          Counter.Added added = (Counter.Added) Counter.CODEC.decode(event).get(0);
          return Collections.nCopies((int) added.amount(), new Counter.Added(1));
        }

        @Override
        public Set<String> types() {
          return Counter.CODEC.types();
        }
      };

  private final WatchedStore store = new WatchedStore();

  @Test
  void versions_count_stored_events() {
    AggregateRepository<Counter, Counter.Event> counters =
        AggregateRepository.of("counter", Counter::new, store, ONE_BY_ONE);
    for (long amount : new long[] {3, 0, 2}) {
      counters.execute("a", counter -> counter.add(amount));
    }
    assertThat(counters.load("a").total()).isEqualTo(5);
    assertThat(counters.load("a").version()).isEqualTo(3);
    assertThat(counters.load("a", AsOf.version(2)).total()).isEqualTo(3);
    assertThat(counters.load("a", AsOf.version(2)).version()).isEqualTo(2);
  }

  @Property(tries = 100)
  void aggregates_deciders_and_snapshots_agree(
      @ForAll @Size(max = 20) List<@IntRange(max = 4) Integer> amounts,
      @ForAll @IntRange(min = 1, max = 5) int every) {
    WatchedStore log = new WatchedStore();
    DeciderRunner<Long, Counter.State, Counter.Event> plain =
        DeciderRunner.of("counter", new CountingDecider(), log, ONE_BY_ONE);
    AggregateRepository<Counter, Counter.Event> helped =
        AggregateRepository.of("counter", Counter::new, log, ONE_BY_ONE)
            .withSnapshots(
                new InMemorySnapshotStore(),
                SnapshotPolicy.every(every),
                StateMapping.of(Counter.State.class, Counter::capture, Counter::restore));
    long total = 0;
    for (int amount : amounts) {
      helped.execute("a", counter -> counter.add(amount));
      total += amount;
      assertThat(helped.load("a").total()).isEqualTo(total);
    }
    assertThat(plain.load("a"))
        .isEqualTo(new Versioned<>(new Counter.State(total), amounts.size()));
  }
}
