package io.tidemark.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.InvalidEventException;
import io.tidemark.Metadata;
import io.tidemark.RetryPolicy;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many callers on one stream: what is decided ahead of the store is never answered by mistake. */
class HotStreamTest {
  private static final StreamId STREAM = StreamId.of("counter", "a");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final WatchedStore store = new WatchedStore();
  private final AggregateRepository<Counter, Counter.Event> counters =
      AggregateRepository.of("counter", Counter::new, store, Counter.CODEC);
  private final CountingDecider decider = new CountingDecider();
  private final CommandLoop<Long, Counter.State, Counter.Event> loop = loop(decider);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void sixteen_callers_lose_nothing_and_conflict_never() throws Exception {
    List<Callable<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      callers.add(
          () -> {
            int attempts = 0;
            for (int n = 0; n < 500; n++) {
              attempts += counters.execute("a", counter -> counter.add(1)).attempts();
            }
            return attempts;
          });
    }

    for (Future<Integer> caller : threads.invokeAll(callers, 60, TimeUnit.SECONDS)) {
      assertThat(caller.get()).isEqualTo(500);
    }
    assertThat(counters.load("a").total()).isEqualTo(8_000);
    assertThat(counters.load("a").version()).isEqualTo(8_000);
  }

  @Test
  void two_processes_of_eight_callers_lose_nothing() throws Exception {
    AggregateRepository<Counter, Counter.Event> elsewhere =
        AggregateRepository.of("counter", Counter::new, store, Counter.CODEC)
            .withRetry(RetryPolicy.forCommands().withMaxAttempts(1_000));
    AggregateRepository<Counter, Counter.Event> here =
        counters.withRetry(RetryPolicy.forCommands().withMaxAttempts(1_000));
    List<Callable<Void>> callers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      AggregateRepository<Counter, Counter.Event> process = i % 2 == 0 ? here : elsewhere;
      callers.add(
          () -> {
            for (int n = 0; n < 50; n++) {
              process.execute("a", counter -> counter.add(1));
            }
            return null;
          });
    }

    for (Future<Void> caller : threads.invokeAll(callers, 60, TimeUnit.SECONDS)) {
      caller.get();
    }
    assertThat(counters.load("a").total()).isEqualTo(800);
  }

  @Test
  void what_is_decided_while_an_append_is_under_way_shares_the_next_one() throws Exception {
    CountDownLatch release = holdFirstAppend();
    Future<CommandResult> first = execute(5);
    awaitSent();
    List<Future<CommandResult>> others = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      others.add(execute(1));
    }
    awaitDecisions(7);
    release.countDown();

    assertThat(first.get().position()).isEqualTo(1);
    List<Long> versions = new ArrayList<>();
    for (Future<CommandResult> other : others) {
      CommandResult result = other.get();
      assertThat(result.position()).isEqualTo(result.version());
      versions.add(result.version());
    }
    assertThat(versions).containsExactlyInAnyOrder(2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(store.appends())
        .extracting(request -> request.events().size())
        .containsExactly(1, 6);
    assertThat(store.reads()).hasSize(1);
    assertThat(loop.lanesInUse()).isZero();
  }

  @Test
  void a_refusal_on_state_that_was_not_stored_is_decided_again() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    failFirstAppend(release, new StoreUnavailableException("down", null));
    Future<CommandResult> failing = execute(5);
    awaitSent();
    Future<CommandResult> refused = execute(-4); // allowed while 5 is thought to be stored
    awaitDecisions(2);
    Future<CommandResult> dependent = execute(-2); // refused on a total of 1, and of 0
    awaitDecisions(3);
    release.countDown();

    assertThatThrownBy(failing::get).hasCauseInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(refused::get).hasRootCauseMessage("Cannot take 4 of 0");
    assertThatThrownBy(dependent::get).hasRootCauseMessage("Cannot take 2 of 0");
    assertThat(store.head()).isZero();
  }

  @Test
  void a_refusal_waits_for_the_state_it_was_made_on() throws Exception {
    CountDownLatch release = holdFirstAppend();
    Future<CommandResult> first = execute(5);
    awaitSent();
    Future<CommandResult> refused = execute(-6);
    awaitDecisions(2);
    assertThat(refused.isDone()).isFalse();
    release.countDown();

    assertThat(first.get().version()).isEqualTo(1);
    assertThatThrownBy(refused::get).hasRootCauseMessage("Cannot take 6 of 5");
  }

  @Test
  void an_overtaken_append_does_not_let_what_was_decided_on_it_slip_in() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger appends = new AtomicInteger();
    store.beforeAppend(
        request -> {
          if (appends.getAndIncrement() == 0) {
            await(release);
            appendElsewhere(new Counter.Added(100));
          }
        });
    Future<CommandResult> first = execute(5);
    awaitSent();
    // On the state in memory this may take 5; it must see the 100 of the other process instead.
    Future<CommandResult> second = execute(-5);
    awaitDecisions(2);
    release.countDown();

    assertThat(first.get().attempts()).isEqualTo(2);
    second.get();
    assertThat(loop.load("a", AsOf.latest()).state().total()).isEqualTo(100);
    assertThat(decider.decisions().stream().filter(d -> d.amount() == -5))
        .extracting(CountingDecider.Decision::total)
        .first()
        .isEqualTo(5L);
    assertThat(decider.decisions().stream().filter(d -> d.amount() == -5).skip(1))
        .isNotEmpty()
        .allMatch(decision -> decision.total() >= 100);
  }

  @Test
  void a_refusal_never_rests_on_state_older_than_the_call() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    CommandLoop<Long, Counter.State, Counter.Event> slow =
        loop(
            new CountingDecider() {
              @Override
              public List<Counter.Event> decide(Long amount, Counter.State state) {
                if (amount == 0) {
                  inside.countDown();
                  await(leave);
                }
                return super.decide(amount, state);
              }
            });
    Future<CommandResult> holder = threads.submit(() -> slow.execute("a", Metadata.empty(), 0L));
    await(inside);
    FutureTask<CommandResult> late =
        new FutureTask<>(() -> slow.execute("a", Metadata.empty(), -7L));
    Thread thread = new Thread(late);
    thread.start();
    waitUntil(() -> thread.getState() == Thread.State.WAITING); // for the holder's decision
    appendElsewhere(new Counter.Added(7));
    leave.countDown();

    assertThat(holder.get().version()).isZero();
    assertThat(late.get().version()).isEqualTo(2);
  }

  @Test
  void a_bad_command_fails_alone() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger appends = new AtomicInteger();
    store.beforeAppend(
        request -> {
          if (appends.getAndIncrement() == 0) {
            await(release);
          }
          for (EventData event : request.events()) {
            if (event.data().contains("666")) {
              throw new InvalidEventException(event.id(), event.type(), "expected no 666", null);
            }
          }
        });
    Future<CommandResult> first = execute(1);
    awaitSent();
    Future<CommandResult> bad = execute(666);
    awaitDecisions(2);
    List<Future<CommandResult>> others = List.of(execute(2), execute(3), execute(4));
    awaitDecisions(5);
    release.countDown();

    first.get();
    for (Future<CommandResult> other : others) {
      assertThat(other.get().eventCount()).isEqualTo(1);
    }
    assertThatThrownBy(bad::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InvalidEventException.class);
    assertThat(loop.load("a", AsOf.latest())).isEqualTo(new Versioned<>(new Counter.State(10), 4));
  }

  @Test
  void an_aggregate_that_raised_before_it_threw_is_not_used_again() throws Exception {
    CountDownLatch release = holdFirstAppend();
    Future<CommandResult> first = threads.submit(() -> counters.execute("a", c -> c.add(5)));
    awaitSent();
    CountDownLatch raised = new CountDownLatch(1);
    Future<CommandResult> half =
        threads.submit(
            () ->
                counters.execute(
                    "a",
                    counter -> {
                      counter.add(100);
                      raised.countDown();
                      throw new IllegalArgumentException("after raising");
                    }));
    await(raised);
    CompletableFuture<Long> seen = new CompletableFuture<>();
    FutureTask<CommandResult> last =
        new FutureTask<>(
            () ->
                counters.execute(
                    "a",
                    counter -> {
                      seen.complete(counter.total());
                      counter.add(1);
                    }));
    Thread thread = new Thread(last);
    thread.start();
    waitUntil(() -> thread.getState() == Thread.State.WAITING);
    release.countDown();

    assertThatThrownBy(half::get).hasRootCauseMessage("after raising");
    first.get();
    assertThat(last.get().version()).isEqualTo(2);
    assertThat(seen.get()).isEqualTo(5);
  }

  @Test
  void a_leader_whose_thread_is_interrupted_still_tells_everybody() throws Exception {
    Thread.currentThread().interrupt();
    assertThat(counters.execute("a", counter -> counter.add(1)).version()).isEqualTo(1);
    assertThat(Thread.interrupted()).isTrue();
  }

  private Future<CommandResult> execute(long amount) {
    return threads.submit(() -> loop.execute("a", Metadata.empty(), amount));
  }

  private CountDownLatch holdFirstAppend() {
    CountDownLatch release = new CountDownLatch(1);
    failFirstAppend(release, null);
    return release;
  }

  private void failFirstAppend(CountDownLatch release, RuntimeException failure) {
    AtomicInteger appends = new AtomicInteger();
    store.beforeAppend(
        request -> {
          if (appends.getAndIncrement() == 0) {
            await(release);
            if (failure != null) {
              throw failure;
            }
          }
        });
  }

  private CommandLoop<Long, Counter.State, Counter.Event> loop(CountingDecider counting) {
    return new CommandLoop<>(
        CommandLoop.Setup.of("counter", new DeciderLogic<>(counting), store, Counter.CODEC));
  }

  private void appendElsewhere(Counter.Event event) {
    EventData data = Counter.CODEC.encode(event, Metadata.empty(), Instant.now());
    store.behind().append(STREAM, ExpectedVersion.any(), List.of(data));
  }

  /** Until the first batch is with the store, so that nobody joins it any more. */
  private void awaitSent() {
    waitUntil(() -> !store.appends().isEmpty());
  }

  private void awaitDecisions(int count) {
    waitUntil(() -> decider.decisions().size() >= count);
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
