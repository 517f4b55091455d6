package io.tidemark.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.AsOf;
import io.tidemark.StreamId;
import io.tidemark.Versioned;
import io.tidemark.inmemory.InMemorySnapshotStore;
import io.tidemark.snapshot.Snapshot;
import io.tidemark.snapshot.SnapshotPolicy;
import io.tidemark.snapshot.SnapshotStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private static final StreamId STREAM = StreamId.of("counter", "a");

  private final WatchedStore store = new WatchedStore();
  private final SnapshotStore snapshots = new InMemorySnapshotStore();
  private final AggregateRepository<Counter, Counter.Event> counters = counters(snapshots, 3);
  private final DeciderRunner<Long, Counter.State, Counter.Event> deciders =
      DeciderRunner.of("counter", new CountingDecider(), store, Counter.CODEC)
          .withSnapshots(snapshots, SnapshotPolicy.every(3), Counter.State.class);

  @Test
  void one_is_saved_whenever_the_version_passes_a_multiple() {
    add(1, 2);
    assertThat(snapshots.find(STREAM)).isEmpty();
    add(3);
    assertThat(snapshots.find(STREAM)).map(Snapshot::version).contains(3L);
    add(4, 5);
    assertThat(snapshots.find(STREAM)).map(Snapshot::version).contains(3L);
    counters.execute(
        "a",
        counter -> {
          counter.add(6);
          counter.add(7);
        });
    assertThat(snapshots.find(STREAM)).map(Snapshot::version).contains(7L);
  }

  @Test
  void loading_starts_from_it() {
    add(1, 2, 3, 4);
    store.forgetReads();

    assertThat(counters.load("a").total()).isEqualTo(10);
    assertThat(counters.load("a").version()).isEqualTo(4);
    assertThat(store.reads()).allMatch(read -> read.afterVersion() == 2);
  }

  @Test
  void a_decider_uses_them_as_well() {
    for (long amount = 1; amount <= 4; amount++) {
      deciders.execute("a", amount);
    }
    store.forgetReads();

    assertThat(deciders.load("a")).isEqualTo(new Versioned<>(new Counter.State(10), 4));
    assertThat(store.reads()).allMatch(read -> read.afterVersion() == 2);
  }

  @Test
  void one_that_is_newer_than_the_point_is_not_used() {
    add(1, 2, 3, 4);
    assertThat(counters.load("a", AsOf.version(2)).total()).isEqualTo(3);
    assertThat(counters.load("a", AsOf.version(3)).total()).isEqualTo(6);
    assertThat(counters.load("a", AsOf.version(4)).total()).isEqualTo(10);
    assertThat(counters.load("a", AsOf.position(2)).total()).isEqualTo(3);
    assertThat(counters.load("a", AsOf.recordedAt(Instant.EPOCH)).total()).isZero();
    assertThat(counters.load("a", AsOf.occurredAt(Instant.EPOCH)).total()).isZero();
  }

  @Test
  void one_of_another_shape_is_not_used() {
    add(1, 2, 3);
    Snapshot good = snapshots.find(STREAM).orElseThrow();
    for (Snapshot other :
        List.of(
            new Snapshot(STREAM, 3, "State#0", "{\"total\":99}"),
            new Snapshot(STREAM, 3, good.type(), "{\"total\":"),
            new Snapshot(STREAM, 3, good.type(), "{}"),
            new Snapshot(STREAM, 3, good.type(), "null"))) {
      snapshots.delete(STREAM);
      snapshots.save(other);
      assertThat(counters.load("a").total()).as(other.toString()).isEqualTo(6);
    }
  }

  @Test
  void one_of_events_that_are_not_there_is_not_used() {
    add(1, 2, 3);
    String type = snapshots.find(STREAM).orElseThrow().type();
    snapshots.save(new Snapshot(STREAM, 9, type, "{\"total\":99}"));

    assertThat(counters.load("a").version()).isEqualTo(3);
    assertThat(counters.execute("a", counter -> counter.add(4)).version()).isEqualTo(4);
    assertThat(counters.load("a").total()).isEqualTo(10);
  }

  @Test
  void a_store_that_fails_does_not_fail_commands() {
    AggregateRepository<Counter, Counter.Event> unlucky = counters(new FailingStore(), 1);
    unlucky.execute("a", counter -> counter.add(1));
    unlucky.execute("a", counter -> counter.add(2));
    assertThat(unlucky.load("a").total()).isEqualTo(3);
  }

  @Test
  void a_capture_that_fails_does_not_fail_commands() {
    AggregateRepository<Counter, Counter.Event> unlucky =
        AggregateRepository.of("counter", Counter::new, store, Counter.CODEC)
            .withSnapshots(
                snapshots,
                SnapshotPolicy.every(1),
                StateMapping.of(
                    Counter.State.class,
                    counter -> {
                      throw new IllegalStateException("no state today");
                    },
                    Counter::restore));
    assertThat(unlucky.execute("a", counter -> counter.add(1)).version()).isEqualTo(1);
  }

  @Test
  void a_policy_needs_at_least_one_event() {
    assertThatIllegalArgumentException().isThrownBy(() -> SnapshotPolicy.every(0));
  }

  @Test
  void without_a_policy_none_is_saved() {
    AggregateRepository<Counter, Counter.Event> never =
        AggregateRepository.of("counter", Counter::new, store, Counter.CODEC)
            .withSnapshots(
                snapshots,
                SnapshotPolicy.never(),
                StateMapping.of(Counter.State.class, Counter::capture, Counter::restore));
    never.execute("a", counter -> counter.add(1));
    assertThat(snapshots.find(STREAM)).isEmpty();
  }

  @Property(tries = 100)
  void with_snapshots_or_without_the_state_is_the_same(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = -5, max = 9) Integer> amounts,
      @ForAll @IntRange(min = 1, max = 7) int every) {
    WatchedStore log = new WatchedStore();
    DeciderRunner<Long, Counter.State, Counter.Event> plain =
        DeciderRunner.of("counter", new CountingDecider(), log, Counter.CODEC);
    DeciderRunner<Long, Counter.State, Counter.Event> helped =
        plain.withSnapshots(
            new InMemorySnapshotStore(), SnapshotPolicy.every(every), Counter.State.class);
    long total = 0;
    for (int amount : amounts) {
      if (total + amount >= 0) {
        helped.execute("a", (long) amount);
        total += amount;
      }
      assertThat(helped.load("a")).isEqualTo(plain.load("a"));
      assertThat(helped.load("a").state().total()).isEqualTo(total);
    }
    for (long version = 0; version <= log.head(); version++) {
      AsOf point = AsOf.version(version);
      assertThat(helped.load("a", point)).isEqualTo(plain.load("a", point));
    }
  }

  private void add(long... amounts) {
    for (long amount : amounts) {
      counters.execute("a", counter -> counter.add(amount));
    }
  }

  private AggregateRepository<Counter, Counter.Event> counters(SnapshotStore kept, int every) {
    return AggregateRepository.of("counter", Counter::new, store, Counter.CODEC)
        .withSnapshots(
            kept,
            SnapshotPolicy.every(every),
            StateMapping.of(Counter.State.class, Counter::capture, Counter::restore));
  }

  private static final class FailingStore implements SnapshotStore {
    @Override
    public Optional<Snapshot> find(StreamId stream) {
      throw new IllegalStateException("down");
    }

    @Override
    public void save(Snapshot snapshot) {
      throw new IllegalStateException("down");
    }

    @Override
    public void delete(StreamId stream) {
      throw new IllegalStateException("down");
    }
  }
}
