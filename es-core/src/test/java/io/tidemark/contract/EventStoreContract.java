package io.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.InvalidEventException;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.Tag;
import io.tidemark.store.AppendCondition;
import io.tidemark.store.AppendConditionFailedException;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventIdConflictException;
import io.tidemark.store.EventQuery;
import io.tidemark.store.LogQuery;
import io.tidemark.store.WrongExpectedVersionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every promise of an event store, each as one test: extend it and say how to create an empty
 * store. It holds the promises of many callers at once; those of one caller are in its base
 * classes.
 */
public abstract class EventStoreContract extends ConditionPromises {
  private static final int WRITERS = 8;
  private static final int APPENDS_PER_WRITER = 40;

  @Test
  void an_append_in_flight_completes_with_its_result() throws Exception {
    append(ACCOUNT, deposit(1));
    assertThat(get(appendAsync(ExpectedVersion.exactly(1), deposit(2), deposit(3))))
        .isEqualTo(new AppendResult(ACCOUNT, 2, 3, 2, 3, false));
    assertThat(read(ACCOUNT)).hasSize(3);
  }

  @Test
  void appends_in_flight_keep_the_order_in_which_one_thread_handed_them_in() throws Exception {
    List<CompletionStage<AppendResult>> inFlight = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      inFlight.add(appendAsync(ExpectedVersion.exactly(i), deposit(i)));
    }
    for (int i = 0; i < 200; i++) {
      assertThat(get(inFlight.get(i)).lastVersion()).isEqualTo(i + 1);
    }
  }

  @Test
  void an_append_in_flight_fails_with_the_bare_exception_and_alone() throws Exception {
    EventData stored = deposit(1);
    append(OTHER, stored);
    CompletionStage<AppendResult> first = appendAsync(ExpectedVersion.noStream(), deposit(1));
    CompletionStage<AppendResult> conflict = appendAsync(ExpectedVersion.noStream(), deposit(2));
    CompletionStage<AppendResult> taken = appendAsync(ExpectedVersion.any(), stored);
    CompletionStage<AppendResult> last = appendAsync(ExpectedVersion.exactly(1), deposit(3));

    assertThat(get(first).lastVersion()).isEqualTo(1);
    assertThat(failure(conflict)).isExactlyInstanceOf(WrongExpectedVersionException.class);
    assertThat(failure(taken)).isExactlyInstanceOf(EventIdConflictException.class);
    assertThat(get(last).lastVersion()).isEqualTo(2);
  }

  @Test
  void an_invalid_event_is_refused_before_it_is_in_flight() throws Exception {
    CompletionStage<AppendResult> good = appendAsync(ExpectedVersion.any(), deposit(1));
    assertThatThrownBy(() -> appendAsync(ExpectedVersion.any(), withData("{")))
        .isInstanceOf(InvalidEventException.class);
    assertThat(get(good).lastPosition()).isEqualTo(1);
    assertThat(append(ACCOUNT, deposit(2)).lastPosition()).isEqualTo(2);
  }

  @Test
  void of_many_callers_who_expect_the_same_version_exactly_one_wins() throws Exception {
    append(ACCOUNT, deposit(1));
    AtomicInteger conflicts = new AtomicInteger();

    List<Long> wins =
        inParallel(
                16,
                () -> {
                  try {
                    return store
                        .append(ACCOUNT, ExpectedVersion.exactly(1), deposits(2))
                        .lastVersion();
                  } catch (WrongExpectedVersionException e) {
                    conflicts.incrementAndGet();
                    return 0L;
                  }
                })
            .stream()
            .filter(version -> version > 0)
            .toList();

    assertThat(wins).containsExactly(3L);
    assertThat(conflicts).hasValue(15);
    assertThat(read(ACCOUNT)).hasSize(3);
  }

  @Test
  void of_many_appends_without_a_condition_none_is_lost() throws Exception {
    List<AppendResult> results = inParallel(20, () -> append(ACCOUNT, deposits(3)));

    List<RecordedEvent> events = read(ACCOUNT);
    assertThat(versions(events)).isEqualTo(countUpTo(60));
    assertThat(positions(events)).isEqualTo(countUpTo(60));
    assertThat(results.stream().map(AppendResult::lastVersion).sorted())
        .isEqualTo(Stream.iterate(3L, n -> n + 3).limit(20).toList());
    assertThat(results).allSatisfy(this::assertNeighbours);
  }

  @Test
  void of_many_who_want_the_same_tag_exactly_one_gets_it() throws Exception {
    Tag email = Tag.of("email", "ann@example.org");
    AtomicInteger caller = new AtomicInteger();

    List<Boolean> got =
        inParallel(30, () -> claim(StreamId.of("user", "" + caller.getAndIncrement()), email));

    assertThat(got).filteredOn(won -> won).hasSize(1);
    assertThat(read(LogQuery.all())).hasSize(1);
  }

  @Test
  void of_many_who_want_tags_of_their_own_each_gets_it() throws Exception {
    AtomicInteger caller = new AtomicInteger();

    List<Boolean> got =
        inParallel(
            30,
            () -> {
              String own = "" + caller.getAndIncrement();
              return claim(StreamId.of("user", own), Tag.of("email", own));
            });

    assertThat(got).hasSize(30).containsOnly(true);
    assertThat(store.head()).isEqualTo(30);
  }

  @Test
  void of_appends_in_flight_that_forbid_each_other_the_first_is_stored() throws Exception {
    Tag email = Tag.of("email", "ann@example.org");
    List<CompletionStage<AppendResult>> inFlight = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      AppendRequest plain =
          new AppendRequest(StreamId.of("plain", "" + i), ExpectedVersion.any(), deposits(1));
      inFlight.add(store.appendAsync(plain));
      inFlight.add(store.appendAsync(claiming(StreamId.of("user", "" + i), email)));
    }

    for (int i = 0; i < 200; i++) {
      if (i % 2 == 0 || i == 1) {
        assertThat(get(inFlight.get(i)).lastVersion()).isEqualTo(1);
      } else {
        assertThat(failure(inFlight.get(i)))
            .isExactlyInstanceOf(AppendConditionFailedException.class);
      }
    }
    assertThat(positions(read(LogQuery.all()))).isEqualTo(countUpTo(101));
  }

  private boolean claim(StreamId user, Tag email) {
    try {
      AppendResult unused = store.append(claiming(user, email));
      return true;
    } catch (AppendConditionFailedException e) {
      return false;
    }
  }

  private static AppendRequest claiming(StreamId user, Tag email) {
    return new AppendRequest(user, ExpectedVersion.noStream(), List.of(deposit(1).tagged(email)))
        .onlyIf(AppendCondition.failIfEventsMatch(EventQuery.tagged(email).asQuery()));
  }

  @Test
  void the_same_event_appended_by_many_at_once_is_stored_once() throws Exception {
    EventData event = deposit(1);

    List<AppendResult> results = inParallel(8, () -> append(ACCOUNT, event));

    assertThat(read(LogQuery.all())).hasSize(1);
    assertThat(results).extracting(AppendResult::lastPosition).containsOnly(1L);
    assertThat(results).filteredOn(result -> !result.alreadyAppended()).hasSize(1);
  }

  @Test
  void conflicts_of_some_do_not_fail_the_others() throws Exception {
    append(ACCOUNT, deposit(1));
    AtomicInteger turn = new AtomicInteger();

    List<Boolean> stored =
        inParallel(
            16,
            () -> {
              int number = turn.getAndIncrement();
              StreamId own = StreamId.of("own", "" + number);
              StreamId stream = number % 2 == 0 ? own : ACCOUNT;
              try {
                store.append(stream, ExpectedVersion.noStream(), deposits(2));
                return true;
              } catch (WrongExpectedVersionException e) {
                return false;
              }
            });

    assertThat(stored).filteredOn(won -> won).hasSize(8);
    assertThat(positions(read(LogQuery.all()))).isEqualTo(countUpTo(17));
  }

  @Test
  void a_reader_at_the_end_of_the_log_sees_every_event_once_and_in_order() throws Exception {
    long total = (long) WRITERS * APPENDS_PER_WRITER;
    CompletableFuture<List<RecordedEvent>> tail =
        CompletableFuture.supplyAsync(() -> readTail(total));
    AtomicInteger writer = new AtomicInteger();

    Set<Long> written = new HashSet<>();
    inParallel(WRITERS, () -> write(StreamId.of("writer", "" + writer.getAndIncrement())))
        .forEach(written::addAll);

    assertThat(written).hasSize((int) total);
    List<RecordedEvent> seen = tail.get(60, TimeUnit.SECONDS);
    assertThat(positions(seen)).isEqualTo(countUpTo(total));
    for (int i = 1; i < seen.size(); i++) {
      assertThat(seen.get(i).recordedAt()).isAfter(seen.get(i - 1).recordedAt());
    }
  }

  private List<Long> write(StreamId stream) {
    List<Long> positions = new ArrayList<>();
    for (int i = 0; i < APPENDS_PER_WRITER; i++) {
      positions.add(append(stream, deposit(i)).lastPosition());
    }
    return positions;
  }

  /** Reads on from where it got to, as fast as it can, until it has that many. */
  private List<RecordedEvent> readTail(long total) {
    List<RecordedEvent> seen = new ArrayList<>();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (seen.size() < total && System.nanoTime() < deadline) {
      long last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1).position();
      seen.addAll(read(LogQuery.all().after(last)));
      store.awaitBeyond(last, Duration.ofMillis(20));
    }
    return seen;
  }

  private void assertNeighbours(AppendResult result) {
    assertThat(result.lastPosition() - result.firstPosition()).isEqualTo(2);
    assertThat(result.lastVersion() - result.firstVersion()).isEqualTo(2);
    assertThat(store.event(result.firstPosition()))
        .map(RecordedEvent::version)
        .contains(result.firstVersion());
  }

  private CompletionStage<AppendResult> appendAsync(ExpectedVersion expected, EventData... events) {
    return store.appendAsync(new AppendRequest(ACCOUNT, expected, List.of(events)));
  }

  private static AppendResult get(CompletionStage<AppendResult> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static Throwable failure(CompletionStage<AppendResult> stage) throws Exception {
    return stage.handle((result, thrown) -> thrown).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
