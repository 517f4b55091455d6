package io.tidemark.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.InvalidEventException;
import io.tidemark.Metadata;
import io.tidemark.RetryPolicy;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.inmemory.InMemorySnapshotStore;
import io.tidemark.snapshot.SnapshotPolicy;
import io.tidemark.store.AppendOutcomeUnknownException;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.WrongExpectedVersionException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails while decisions are sent, everybody is told, and the next command works. */
class LaneFailuresTest {
  private static final StreamId STREAM = StreamId.of("counter", "a");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final WatchedStore store = new WatchedStore();
  private final CountingDecider decider = new CountingDecider();
  private final DeciderRunner<Long, Counter.State, Counter.Event> counters =
      DeciderRunner.of("counter", decider, store, Counter.CODEC)
          .withRetry(RetryPolicy.forCommands().withMaxAttempts(1));

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static Stream<Arguments> errors() {
    return Stream.of(
            new AssertionError("a bug"), new StackOverflowError(), new IOException("not declared"))
        .flatMap(error -> Stream.of(Arguments.of(error, 0), Arguments.of(error, 1)));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void an_error_of_the_machine_is_told_to_all_as_an_unknown_outcome(Throwable error, int failing)
      throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    beforeEachAppend(
        (number, request) -> {
          if (number == 0) {
            await(release);
          }
          if (number == failing) {
            LaneFailuresTest.<RuntimeException>throwAny(error);
          }
        });
    List<Future<CommandResult>> all = sendTogether(release, 5);

    int unknown = 0;
    for (Future<CommandResult> one : all) {
      unknown += isUnknown(one, error) ? 1 : 0;
    }
    assertThat(unknown).isEqualTo(failing == 0 ? 1 : 4);
    assertThat(counters.execute("a", 1L).eventCount()).isEqualTo(1);
  }

  @Test
  void an_error_while_a_refused_batch_goes_in_parts_leaves_nobody_waiting() throws Exception {
    for (int failing = 2; failing <= 5; failing++) {
      WatchedStore fresh = new WatchedStore();
      int bad = failing;
      CountDownLatch release = new CountDownLatch(1);
      AtomicInteger appends = new AtomicInteger();
      fresh.beforeAppend(
          request -> {
            int number = appends.getAndIncrement();
            if (number == 0) {
              await(release);
            }
            if (number == bad) {
              throw new StackOverflowError();
            }
            refuse666(request);
          });
      CountingDecider counting = new CountingDecider();
      DeciderRunner<Long, Counter.State, Counter.Event> runner =
          DeciderRunner.of("counter", counting, fresh, Counter.CODEC);
      List<Future<CommandResult>> all = new ArrayList<>();
      all.add(threads.submit(() -> runner.execute("a", 1L)));
      waitUntil(() -> !fresh.appends().isEmpty());
      for (long amount : new long[] {2, 3, 666, 4, 5, 6}) {
        int before = counting.decisions().size();
        all.add(threads.submit(() -> runner.execute("a", amount)));
        waitUntil(() -> counting.decisions().size() > before);
      }
      release.countDown();
      for (Future<CommandResult> one : all) {
        isAnswered(one);
      }
      assertThat(runner.execute("a", 1L).eventCount()).isEqualTo(1);
    }
  }

  @Test
  void each_caller_has_an_exception_of_its_own_with_its_own_event_ids() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    List<AppendRequest> sent = new ArrayList<>();
    beforeEachAppend(
        (number, request) -> {
          if (number == 0) {
            await(release);
          } else {
            sent.add(request);
            List<UUID> ids = request.events().stream().map(EventData::id).toList();
            throw new AppendOutcomeUnknownException(STREAM, ids, null);
          }
        });
    List<Future<CommandResult>> all = sendTogether(release, 5);
    all.remove(0).get(30, TimeUnit.SECONDS);

    List<UUID> told = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (Future<CommandResult> one : all) {
      AppendOutcomeUnknownException failure =
          (AppendOutcomeUnknownException) failureOf(one, AppendOutcomeUnknownException.class);
      assertThat(failure.eventIds()).hasSize(1);
      told.addAll(failure.eventIds());
      failures.add(failure);
    }
    assertThat(failures).doesNotHaveDuplicates();
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            sent.get(0).events().stream().map(EventData::id).toList());
  }

  @Test
  void a_conflict_and_an_outage_keep_their_type_for_each_caller() throws Exception {
    for (RuntimeException shared :
        List.of(
            new StoreUnavailableException("the database is down", null),
            new WrongExpectedVersionException(STREAM, ExpectedVersion.exactly(1), 7))) {
      CountDownLatch release = new CountDownLatch(1);
      beforeEachAppend(
          (number, request) -> {
            if (number == 0) {
              await(release);
            } else if (number == 1) {
              throw shared;
            }
          });
      List<Future<CommandResult>> all = sendTogether(release, 4);
      all.remove(0).get(30, TimeUnit.SECONDS);
      List<Throwable> failures = new ArrayList<>();
      for (Future<CommandResult> one : all) {
        failures.add(failureOf(one, shared.getClass()));
      }
      assertThat(failures).doesNotHaveDuplicates().doesNotContain(shared);
      assertThat(failures)
          .allSatisfy(failure -> assertThat(failure).hasMessage(shared.getMessage()))
          .allSatisfy(failure -> assertThat(failure).hasCause(shared));
    }
  }

  @Test
  void an_unknown_outcome_is_not_decided_again_and_the_state_is_read_anew() {
    counters.execute("a", 1L);
    store.beforeAppend(
        request -> {
          store.behind().append(request); // it was stored, and the answer was lost
          List<UUID> ids = request.events().stream().map(EventData::id).toList();
          throw new AppendOutcomeUnknownException(STREAM, ids, null);
        });
    assertThatThrownBy(() -> counters.withRetry(RetryPolicy.forCommands()).execute("a", 10L))
        .isInstanceOf(AppendOutcomeUnknownException.class);
    assertThat(decider.decisions()).hasSize(2);

    store.beforeAppend(request -> {});
    assertThat(counters.execute("a", 100L).version()).isEqualTo(3);
    assertThat(counters.load("a").state().total()).isEqualTo(111);
  }

  @Test
  void a_refusal_of_unclear_meaning_after_all_was_stored_doubles_nothing() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    beforeEachAppend(
        (number, request) -> {
          if (number == 0) {
            await(release);
          } else if (number == 1) {
            store.behind().append(request);
            throw new IllegalStateException("a bug of the store");
          }
        });
    List<Future<CommandResult>> all = sendTogether(release, 6);
    for (Future<CommandResult> one : all) {
      one.get(30, TimeUnit.SECONDS);
    }
    assertThat(counters.load("a").version()).isEqualTo(6);
    assertThat(decider.decisions()).hasSize(6);
  }

  @Test
  void one_bad_command_among_many_is_found_by_few_appends() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    beforeEachAppend(
        (number, request) -> {
          if (number == 0) {
            await(release);
          }
          refuse666(request);
        });
    List<Future<CommandResult>> all = new ArrayList<>();
    all.add(execute(1));
    waitUntil(() -> !store.appends().isEmpty());
    for (int i = 1; i <= 60; i++) {
      all.add(execute(i == 30 ? 666 : 1));
      int decided = i + 1;
      waitUntil(() -> decider.decisions().size() >= decided);
    }
    release.countDown();

    int refused = 0;
    for (Future<CommandResult> one : all) {
      refused += isAnswered(one) ? 0 : 1;
    }
    assertThat(refused).isEqualTo(1);
    assertThat(counters.load("a").version()).isEqualTo(60);
    assertThat(decider.decisions()).hasSizeLessThan(61 + 60); // those behind it decided once more
    assertThat(store.appends()).hasSizeLessThan(45);
  }

  @Test
  void many_large_decisions_do_not_travel_in_one_append() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    beforeEachAppend(
        (number, request) -> {
          if (number == 0) {
            await(release);
          }
        });
    Metadata large = Metadata.of(Map.of("a", "x".repeat(10_000), "b", "y".repeat(10_000)));
    List<Future<CommandResult>> all = new ArrayList<>();
    all.add(execute(1));
    waitUntil(() -> !store.appends().isEmpty());
    for (int i = 0; i < 600; i++) {
      all.add(threads.submit(() -> counters.execute("a", large, 1L)));
    }
    waitUntil(() -> decider.decisions().size() >= 601);
    release.countDown();

    for (Future<CommandResult> one : all) {
      assertThat(one.get(30, TimeUnit.SECONDS).attempts()).isEqualTo(1);
    }
    assertThat(decider.decisions()).hasSize(601);
    assertThat(store.appends())
        .hasSize(5) // 600 times 20,000 characters and their names, at most 4,000,000 each
        .allSatisfy(request -> assertThat(charactersOf(request)).isLessThanOrEqualTo(4_000_000));
  }

  @Test
  void no_more_decisions_travel_together_than_a_commit_takes() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    beforeEachAppend(
        (number, request) -> {
          if (number == 0) {
            await(release);
          }
        });
    List<Future<CommandResult>> all = sendTogether(release, 1_000);
    for (Future<CommandResult> one : all) {
      one.get(30, TimeUnit.SECONDS);
    }
    assertThat(store.appends())
        .extracting(request -> request.events().size())
        .containsExactly(1, 512, 487);
  }

  @Test
  void callers_that_are_interrupted_wait_for_what_is_under_way_and_stay_interrupted()
      throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    beforeEachAppend(
        (number, request) -> {
          if (number == 0) {
            await(release);
          }
        });
    Future<CommandResult> first = execute(1);
    waitUntil(() -> !store.appends().isEmpty());
    List<Future<Boolean>> interrupted = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      interrupted.add(
          threads.submit(
              () -> {
                Thread.currentThread().interrupt();
                counters.execute("a", 1L);
                return Thread.interrupted();
              }));
    }
    waitUntil(() -> decider.decisions().size() >= 5);
    release.countDown();
    first.get(30, TimeUnit.SECONDS);
    for (Future<Boolean> one : interrupted) {
      assertThat(one.get(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(counters.load("a").version()).isEqualTo(5);
  }

  @Test
  void an_interrupt_does_not_use_up_the_attempts_of_a_command_in_an_instant() {
    store.beforeAppend(
        request -> {
          throw new WrongExpectedVersionException(STREAM, ExpectedVersion.exactly(1), 2);
        });
    Duration wait = Duration.ofMillis(400);
    Thread.currentThread().interrupt();
    long began = System.nanoTime();
    assertThatThrownBy(() -> counters.withRetry(RetryPolicy.of(4, wait, wait)).execute("a", 1L))
        .isInstanceOf(WrongExpectedVersionException.class);
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(wait.toNanos() * 3 / 2);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void an_error_in_a_snapshot_mapping_harms_nobody() {
    AggregateRepository<Counter, Counter.Event> unlucky =
        AggregateRepository.of("counter", Counter::new, store, Counter.CODEC)
            .withSnapshots(
                new InMemorySnapshotStore(),
                SnapshotPolicy.every(1),
                StateMapping.of(
                    Counter.State.class,
                    counter -> {
                      throw new NoClassDefFoundError("a class that is not there");
                    },
                    Counter::restore));
    for (int i = 1; i <= 3; i++) {
      assertThat(unlucky.execute("a", counter -> counter.add(1)).version()).isEqualTo(i);
    }
  }

  private void beforeEachAppend(Numbered action) {
    AtomicInteger appends = new AtomicInteger();
    store.beforeAppend(request -> action.accept(appends.getAndIncrement(), request));
  }

  private interface Numbered {
    void accept(int number, AppendRequest request);
  }

  /** One command whose append is held, and others that gather behind it and travel together. */
  private List<Future<CommandResult>> sendTogether(CountDownLatch release, int count) {
    int appends = store.appends().size();
    List<Future<CommandResult>> all = new ArrayList<>();
    all.add(execute(1));
    waitUntil(() -> store.appends().size() > appends);
    int decided = decider.decisions().size();
    for (int i = 0; i < count - 1; i++) {
      all.add(execute(1));
    }
    waitUntil(() -> decider.decisions().size() >= decided + count - 1);
    release.countDown();
    return all;
  }

  private Future<CommandResult> execute(long amount) {
    return threads.submit(() -> counters.execute("a", amount));
  }

  private static boolean isAnswered(Future<CommandResult> one) throws Exception {
    try {
      one.get(30, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException told) {
      return false;
    }
  }

  private static boolean isUnknown(Future<CommandResult> one, Throwable cause) throws Exception {
    try {
      one.get(30, TimeUnit.SECONDS);
      return false;
    } catch (ExecutionException told) {
      assertThat(told).hasCauseInstanceOf(AppendOutcomeUnknownException.class).hasRootCause(cause);
      return true;
    }
  }

  private static Throwable failureOf(Future<CommandResult> one, Class<?> type) throws Exception {
    try {
      one.get(30, TimeUnit.SECONDS);
      throw new AssertionError("expected a failure, actual none");
    } catch (ExecutionException told) {
      assertThat(told.getCause()).isInstanceOf(type);
      return told.getCause();
    }
  }

  private static long charactersOf(AppendRequest request) {
    return request.events().stream()
        .mapToLong(
            event ->
                event.data().length()
                    + event.metadata().asMap().entrySet().stream()
                        .mapToLong(entry -> entry.getKey().length() + entry.getValue().length())
                        .sum())
        .sum();
  }

  /** As code in other languages does, and Java with a little force. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void throwAny(Throwable error) throws T {
    throw (T) error;
  }

  private static void refuse666(AppendRequest request) {
    for (EventData event : request.events()) {
      if (event.data().contains("666")) {
        throw new InvalidEventException(event.id(), event.type(), "expected no 666", null);
      }
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
