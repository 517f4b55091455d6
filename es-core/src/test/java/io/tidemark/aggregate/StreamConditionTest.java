package io.tidemark.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RetryPolicy;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.inmemory.InMemorySnapshotStore;
import io.tidemark.snapshot.SnapshotPolicy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a command demands of its stream holds when its events are stored, or it is told. */
class StreamConditionTest {
  private static final StreamId STREAM = StreamId.of("counter", "a");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final WatchedStore store = new WatchedStore();
  private final AggregateRepository<Counter, Counter.Event> counters =
      AggregateRepository.of("counter", Counter::new, store, Counter.CODEC);
  private final AggregateRepository<Counter, Counter.Event> existing =
      counters.withExpectedVersion(ExpectedVersion.streamExists());
  private final AggregateRepository<Counter, Counter.Event> fresh =
      counters.withExpectedVersion(ExpectedVersion.noStream());

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void a_mistyped_key_makes_no_stream() {
    AtomicBoolean called = new AtomicBoolean();
    assertThatThrownBy(() -> existing.execute("a", counter -> called.set(true)))
        .isInstanceOfSatisfying(
            StreamConditionException.class,
            e -> {
              assertThat(e.stream()).isEqualTo(STREAM);
              assertThat(e.expected()).isEqualTo(ExpectedVersion.streamExists());
              assertThat(e.actual()).isZero();
            })
        .hasMessage(
            "Condition not met for a command on counter-a: expected an existing stream, actual no stream");
    assertThat(called).isFalse();
    assertThat(store.head()).isZero();

    counters.execute("a", counter -> counter.add(1));
    assertThat(existing.execute("a", counter -> counter.add(1)).version()).isEqualTo(2);
  }

  @Test
  void what_begins_a_stream_is_done_once() {
    assertThat(fresh.execute("a", counter -> counter.add(1)).version()).isEqualTo(1);
    assertThatThrownBy(() -> fresh.execute("a", counter -> counter.add(1)))
        .isInstanceOf(StreamConditionException.class)
        .hasMessage(
            "Condition not met for a command on counter-a: expected no stream, actual version 1");
    assertThat(store.head()).isEqualTo(1);
  }

  @Test
  void what_somebody_decided_on_a_version_is_done_on_that_version_only() {
    counters.execute("a", counter -> counter.add(1));
    AggregateRepository<Counter, Counter.Event> seen =
        counters.withExpectedVersion(ExpectedVersion.exactly(1));
    seen.execute("a", counter -> counter.add(1));
    assertThatThrownBy(() -> seen.execute("a", counter -> counter.add(1)))
        .isInstanceOf(StreamConditionException.class)
        .hasMessageContaining("expected exactly 1, actual version 2");
  }

  @Test
  void a_decider_demands_it_as_well_and_answers_with_its_state() {
    DeciderRunner<Long, Counter.State, Counter.Event> deciders =
        DeciderRunner.of("counter", new CountingDecider(), store, Counter.CODEC);
    assertThatThrownBy(
            () -> deciders.withExpectedVersion(ExpectedVersion.streamExists()).execute("a", 1L))
        .isInstanceOf(StreamConditionException.class);
    CommandAnswer<Counter.State> answer = deciders.executeReturningState("a", 5L);
    assertThat(answer.value()).isEqualTo(new Counter.State(5));
    assertThat(answer.result()).isEqualTo(new CommandResult(STREAM, 1, 1, 1, 1));
    assertThat(deciders.executeReturningState("a", 0L).value()).isEqualTo(new Counter.State(5));
  }

  @Test
  void another_process_that_is_faster_is_seen_before_anything_is_stored() {
    AtomicBoolean lost = new AtomicBoolean();
    store.beforeAppend(
        request -> {
          if (!lost.getAndSet(true)) {
            EventData data =
                Counter.CODEC.encode(new Counter.Added(7), Metadata.empty(), Instant.now());
            store.behind().append(STREAM, ExpectedVersion.any(), List.of(data));
          }
        });
    assertThatThrownBy(() -> fresh.execute("a", counter -> counter.add(1)))
        .isInstanceOf(StreamConditionException.class)
        .hasMessageContaining("expected no stream, actual version 1");
    assertThat(store.head()).isEqualTo(1);
  }

  @Test
  void a_stream_that_is_about_to_begin_counts_once_it_is_stored() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean failed = new AtomicBoolean();
    store.beforeAppend(
        request -> {
          if (!failed.getAndSet(true)) {
            await(release);
            throw new StoreUnavailableException("down", null);
          }
        });
    Future<CommandResult> beginning =
        threads.submit(() -> counters.execute("a", counter -> counter.add(1)));
    waitUntil(() -> !store.appends().isEmpty());
    Future<CommandResult> second =
        threads.submit(() -> fresh.execute("a", counter -> counter.add(2)));
    // In memory the stream has begun by now, so at first it is refused, which must not stand.
    release.countDown();

    assertThatThrownBy(beginning::get).isInstanceOf(ExecutionException.class);
    assertThat(second.get(30, TimeUnit.SECONDS).version()).isEqualTo(1);
    assertThat(counters.load("a").total()).isEqualTo(2);
  }

  @Test
  void of_many_that_begin_a_stream_at_once_in_two_processes_one_does() throws Exception {
    AggregateRepository<Counter, Counter.Event> elsewhere =
        AggregateRepository.of("counter", Counter::new, store, Counter.CODEC)
            .withExpectedVersion(ExpectedVersion.noStream());
    for (int round = 0; round < 50; round++) {
      String key = "k" + round;
      List<Callable<Boolean>> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        AggregateRepository<Counter, Counter.Event> process = i % 2 == 0 ? fresh : elsewhere;
        callers.add(() -> begins(process, key));
      }
      int begun = 0;
      for (Future<Boolean> caller : threads.invokeAll(callers, 30, TimeUnit.SECONDS)) {
        begun += caller.get() ? 1 : 0;
      }
      assertThat(begun).isEqualTo(1);
      assertThat(counters.load(key).version()).isEqualTo(1);
    }
  }

  @Test
  void copies_of_a_repository_share_its_lanes_and_never_conflict() throws Exception {
    counters.execute("a", counter -> counter.add(1));
    List<AggregateRepository<Counter, Counter.Event>> copies =
        List.of(
            counters,
            existing,
            counters.withClock(Clock.systemUTC()),
            counters.withRetry(RetryPolicy.forCommands().withMaxAttempts(1)),
            counters.withSnapshots(
                new InMemorySnapshotStore(),
                SnapshotPolicy.every(10),
                StateMapping.of(Counter.State.class, Counter::capture, Counter::restore)));
    List<Callable<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      AggregateRepository<Counter, Counter.Event> copy = copies.get(i % copies.size());
      callers.add(
          () -> {
            int attempts = 0;
            for (int n = 0; n < 100; n++) {
              attempts += copy.execute("a", counter -> counter.add(1)).attempts();
            }
            return attempts;
          });
    }
    for (Future<Integer> caller : threads.invokeAll(callers, 60, TimeUnit.SECONDS)) {
      assertThat(caller.get()).isEqualTo(100);
    }
    assertThat(counters.load("a").total()).isEqualTo(1_001);
  }

  @Test
  void what_a_command_returns_is_of_the_decision_that_counts() {
    AtomicBoolean lost = new AtomicBoolean();
    store.beforeAppend(
        request -> {
          if (!lost.getAndSet(true)) {
            EventData data =
                Counter.CODEC.encode(new Counter.Added(7), Metadata.empty(), Instant.now());
            store.behind().append(STREAM, ExpectedVersion.any(), List.of(data));
          }
        });
    CommandAnswer<Long> answer =
        counters.executeReturning(
            "a",
            counter -> {
              counter.add(1);
              return counter.total();
            });
    assertThat(answer.value()).isEqualTo(8);
    assertThat(answer.result().attempts()).isEqualTo(2);
    assertThat(counters.executeReturning("a", Metadata.empty(), Counter::total).value())
        .isEqualTo(8);
    assertThatNullPointerException()
        .isThrownBy(
            () ->
                counters.executeReturning(
                    "a",
                    counter -> {
                      counter.add(1);
                      return null;
                    }));
    assertThat(counters.load("a").total()).isEqualTo(8);
  }

  private static boolean begins(
      AggregateRepository<Counter, Counter.Event> repository, String key) {
    try {
      repository.execute(key, counter -> counter.add(1));
      return true;
    } catch (StreamConditionException refused) {
      return false;
    }
  }

  private static void waitUntil(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
