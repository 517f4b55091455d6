package io.tidemark.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.store.LogPlace;
import io.tidemark.testdatabase.Processes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeadSignalTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  /** One for each who waits. */
  private static final Executor THREADS = task -> new Thread(task).start();

  private final AtomicLong head = new AtomicLong(5);
  private final AtomicInteger looks = new AtomicInteger();
  private final HeadSignal signal = new HeadSignal(this::look, Duration.ofHours(1));

  private LogPlace look() {
    looks.incrementAndGet();
    return place(head.get());
  }

  private static LogPlace place(long position) {
    return new LogPlace(position, Optional.of(new UUID(0, position)));
  }

  @Test
  void a_waiter_is_woken_by_what_is_told_and_believes_what_it_sees() throws Exception {
    CompletableFuture<Boolean> waiting = await(5);

    signal.told(1_000);
    Processes.await("a second look", () -> looks.get() == 2);
    assertThat(waiting).isNotDone();

    head.set(6);
    signal.told(6);
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(looks).hasValue(3);
  }

  @Test
  void a_head_that_was_told_once_is_not_believed_later() {
    signal.told(1_000);

    assertThat(signal.awaitBeyond(5, Duration.ofMillis(20))).isFalse();

    assertThat(looks).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void after_a_failover_a_waiter_sleeps_until_the_next_append() throws Exception {
    assertThat(signal.awaitBeyond(4, Duration.ZERO)).isTrue();
    head.set(3);
    CompletableFuture<Boolean> waiting = await(3);

    assertThat(waiting).isNotDone();
    assertThat(looks).hasValue(2);

    head.set(4);
    signal.told(4);
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void what_is_told_of_a_place_already_passed_wakes_nobody() throws Exception {
    CompletableFuture<Boolean> waiting = await(5);

    signal.told(5);
    signal.told(3);
    head.set(6);
    signal.told(6);

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(looks).hasValue(2);
  }

  @Test
  void without_being_told_a_waiter_looks_from_time_to_time() {
    HeadSignal polling = new HeadSignal(() -> place(head.getAndIncrement()), Duration.ofMillis(1));

    assertThat(polling.awaitBeyond(7, LONG)).isTrue();
  }

  @Test
  void one_look_answers_all_who_wait() throws Exception {
    List<CompletableFuture<Boolean>> waiting =
        List.of(awaitNews(signal, 5), awaitNews(signal, 5), awaitNews(signal, 5));
    assertThat(looks).hasValue(1);

    head.set(6);
    signal.told(6);

    for (CompletableFuture<Boolean> each : waiting) {
      assertThat(each.get(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(looks).hasValue(2);
  }

  @Test
  void one_look_answers_those_too_who_have_gone_to_sleep_again_meanwhile() throws Exception {
    HeadSignal slow =
        new HeadSignal(
            () -> {
              LogPlace seen = look();
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
              return seen;
            },
            Duration.ofHours(1));
    assertThat(slow.awaitNews(place(5), Duration.ofMillis(1))).isFalse();
    List<CompletableFuture<Boolean>> waiting = List.of(awaitNews(slow, 5), awaitNews(slow, 5));

    head.set(6);
    slow.told(6);

    for (CompletableFuture<Boolean> each : waiting) {
      assertThat(each.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_look_that_comes_late_hides_nothing_that_a_later_one_saw() throws Exception {
    CompletableFuture<Void> late = new CompletableFuture<>();
    HeadSignal slow =
        new HeadSignal(
            () -> {
              LogPlace seen = look();
              if (looks.get() == 2) {
                late.join();
              }
              return seen;
            },
            Duration.ofHours(1));
    assertThat(slow.awaitNews(place(5), Duration.ofMillis(1))).isFalse();
    slow.hearing(true); // a look is due
    CompletableFuture<Boolean> first =
        CompletableFuture.supplyAsync(() -> slow.awaitNews(place(5), LONG), THREADS);
    Processes.await("a look that is late", () -> looks.get() == 2);
    CompletableFuture<Boolean> second = awaitNews(slow, 5);
    head.set(6);
    slow.told(6);
    assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();

    late.complete(null);

    assertThat(first.get(15, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void the_first_to_wait_looks_at_once_though_at_the_start_of_the_log() {
    assertThat(signal.awaitNews(LogPlace.start(), LONG)).isTrue();
  }

  @Test
  void what_is_told_of_less_does_not_hide_what_was_told_of_more() {
    assertThat(signal.awaitNews(place(5), Duration.ofMillis(1))).isFalse();
    head.set(6);
    signal.told(6);
    signal.told(3);

    assertThat(signal.awaitNews(place(5), LONG)).isTrue();
  }

  @Test
  void what_is_told_while_nobody_waits_is_a_reason_to_look_for_who_comes_next() {
    assertThat(signal.awaitNews(place(5), Duration.ofMillis(1))).isFalse();
    head.set(6);
    signal.told(6);

    assertThat(signal.awaitNews(place(5), Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void waits_one_after_the_other_share_a_look() {
    for (int i = 0; i < 10; i++) {
      assertThat(signal.awaitNews(place(5), Duration.ofMillis(1))).isFalse();
    }
    assertThat(looks).hasValue(1);
  }

  @Test
  void what_is_told_while_nobody_waits_makes_the_next_waiter_look() throws Exception {
    assertThat(signal.awaitNews(place(5), Duration.ofMillis(1))).isFalse();
    head.set(6);
    signal.told(6);

    assertThat(awaitNews(signal, 6)).isNotDone();
    assertThat(signal.awaitNews(place(5), LONG)).isTrue();
  }

  @Test
  void what_is_told_while_somebody_looks_makes_another_look() {
    AtomicReference<HeadSignal> told = new AtomicReference<>();
    told.set(
        new HeadSignal(
            () -> {
              LogPlace seen = look();
              if (head.compareAndSet(5, 6)) {
                told.get().told(6);
              }
              return seen;
            },
            Duration.ofHours(1)));

    assertThat(told.get().awaitNews(place(5), LONG)).isTrue();
    assertThat(looks).hasValue(2);
  }

  @Test
  void a_look_from_before_the_wait_is_a_reason_to_look_but_no_answer() {
    assertThat(signal.awaitNews(place(5), Duration.ofMillis(1))).isFalse();
    head.set(6); // and somebody read it, whom nobody told

    assertThat(signal.awaitNews(place(6), Duration.ofMillis(20))).isFalse();
    assertThat(looks).hasValue(2);
  }

  @Test
  void a_look_of_somebody_else_that_saw_more_is_not_lost_on_who_was_at_work_meanwhile() {
    assertThat(signal.awaitNews(place(4), LONG)).isTrue();

    assertThat(signal.awaitNews(place(4), LONG)).isTrue();
    assertThat(looks).hasValue(2);
  }

  @Test
  void a_log_that_was_rewound_is_news() throws Exception {
    HeadSignal polling = new HeadSignal(this::look, Duration.ofMillis(1));
    CompletableFuture<Boolean> shorter = awaitNews(polling, 5);
    head.set(4);
    assertThat(shorter.get(10, TimeUnit.SECONDS)).isTrue();

    LogPlace lost = new LogPlace(4, Optional.of(UUID.randomUUID()));
    assertThat(polling.awaitNews(lost, LONG)).isTrue();
  }

  @Test
  void who_does_not_hear_any_more_looks_at_once() throws Exception {
    signal.hearing(true);
    CompletableFuture<Boolean> waiting = awaitNews(signal, 5);
    head.set(6);
    assertThat(waiting).isNotDone();

    signal.hearing(false);

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoever_listens_looks_for_those_who_wait() throws Exception {
    HeadSignal heard = new HeadSignal(this::look, Duration.ofMillis(1));
    AtomicInteger besides = new AtomicInteger();
    Runnable lookBesides =
        () ->
            heard.lookBesides(
                () -> {
                  besides.incrementAndGet();
                  return place(6);
                });
    lookBesides.run(); // nobody can hear yet
    heard.hearing(true);
    lookBesides.run(); // nobody waits
    assertThat(besides).hasValue(0);

    CompletableFuture<Boolean> waiting = awaitNews(heard, 5);
    Processes.await(
        "a look that was due",
        () -> {
          lookBesides.run();
          return besides.get() > 0;
        });

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(looks).hasValue(1);
    int taken = besides.get();
    heard.hearing(false);
    heard.hearing(true); // a look is due, but nobody waits any more
    lookBesides.run();
    assertThat(besides).hasValue(taken);
  }

  @Test
  void a_poll_interval_that_is_longer_than_usual_counts_for_whoever_listens_too() {
    HeadSignal patient = new HeadSignal(this::look, Duration.ofHours(1), Duration.ofMillis(1));
    patient.hearing(true);
    assertThat(patient.awaitNews(place(5), Duration.ofMillis(1))).isFalse();
    CompletableFuture<Boolean> waiting =
        sleeping(() -> patient.awaitNews(place(5), Duration.ofMillis(1_800)));

    while (!waiting.isDone()) {
      patient.lookBesides(this::look);
    }

    assertThat(waiting).isCompletedWithValue(false);
    assertThat(looks).hasValue(1);
  }

  @Test
  void a_wait_beyond_a_position_begins_and_ends_with_a_look() throws Exception {
    assertThat(signal.awaitNews(place(5), Duration.ofMillis(1))).isFalse();
    head.set(6); // and nobody told
    assertThat(await(5).get(10, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Boolean> waiting =
        sleeping(() -> signal.awaitBeyond(6, Duration.ofMillis(500)));
    head.set(7);
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoever_listens_and_is_not_heard_leaves_the_looks_to_those_who_wait() throws Exception {
    CompletableFuture<LogPlace> hangs = new CompletableFuture<>();
    HeadSignal unheard =
        new HeadSignal(
            () -> {
              looks.incrementAndGet();
              return hangs.join();
            },
            Duration.ofHours(1));
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> unheard.awaitNews(place(5), LONG), THREADS);
    Processes.await("a look that hangs", () -> looks.get() == 1);
    unheard.hearing(true);
    unheard.hearing(false); // another look is due, and nobody free to take it

    unheard.lookBesides(() -> place(looks.incrementAndGet()));

    assertThat(looks).hasValue(1);
    hangs.complete(place(6));
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void if_whoever_listens_hangs_the_waiters_look() throws Exception {
    HeadSignal heard = new HeadSignal(this::look, Duration.ofMillis(1));
    heard.hearing(true);
    CompletableFuture<Boolean> waiting = awaitNews(heard, 5);

    head.set(6);

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void if_whoever_listens_sees_another_log_the_waiters_look() throws Exception {
    HeadSignal heard = new HeadSignal(this::look, Duration.ofMillis(1), Duration.ofMillis(1));
    heard.hearing(true);
    AtomicBoolean over = new AtomicBoolean();
    Thread listener =
        new Thread(
            () -> {
              while (!over.get()) {
                heard.lookBesides(() -> place(5)); // where the database was once
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
              }
            });
    listener.start();
    try {
      assertThat(heard.awaitNews(place(5), Duration.ofMillis(4_500))).isFalse();
      assertThat(looks).hasValueBetween(2, 3);

      head.set(6);

      assertThat(heard.awaitNews(place(5), LONG)).isTrue();
      assertThat(looks).hasValueBetween(3, 4);
    } finally {
      over.set(true);
      listener.join();
    }
  }

  @Test
  void waits_too_short_for_a_look_take_the_one_that_is_due() {
    HeadSignal polling = new HeadSignal(this::look, Duration.ofMillis(10));
    assertThat(polling.awaitNews(place(5), Duration.ofNanos(1))).isFalse();
    head.set(6);

    Processes.await("news", () -> polling.awaitNews(place(5), Duration.ofNanos(1)));

    assertThat(polling.awaitNews(place(6), Duration.ofNanos(1))).isFalse();
  }

  @Test
  void waits_too_short_for_a_look_share_it() {
    for (int i = 0; i < 100; i++) {
      assertThat(signal.awaitNews(place(5), Duration.ofNanos(1))).isFalse();
    }
    assertThat(looks).hasValue(1);
  }

  @Test
  void a_wait_that_is_over_does_not_look_again_and_again() {
    AtomicReference<HeadSignal> told = new AtomicReference<>();
    told.set(
        new HeadSignal(
            () -> {
              LogPlace seen = look();
              told.get().told(1_000);
              return seen;
            },
            Duration.ofHours(1)));

    assertThat(told.get().awaitNews(place(5), Duration.ofNanos(1))).isFalse();
    assertThat(looks).hasValue(1);
  }

  @Test
  void times_beyond_what_nanoseconds_can_count_are_for_ever() throws Exception {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    HeadSignal patient = new HeadSignal(this::look, forEver);
    CompletableFuture<Boolean> waiting = sleeping(() -> patient.awaitNews(place(5), forEver));
    assertThat(waiting).isNotDone();

    patient.hearing(true);
    head.set(6);
    patient.told(6);

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_look_that_hangs_keeps_nobody_from_the_next_and_one_that_fails_is_made_up_for()
      throws Exception {
    CompletableFuture<Void> hangs = new CompletableFuture<>();
    HeadSignal hanging =
        new HeadSignal(
            () -> {
              LogPlace seen = look();
              if (looks.get() == 1) {
                hangs.join();
                throw new IllegalStateException("no answer");
              }
              return seen;
            },
            Duration.ofHours(1));
    CompletableFuture<Boolean> first =
        CompletableFuture.supplyAsync(() -> hanging.awaitNews(place(5), Duration.ofHours(1)));
    Processes.await("a look that hangs", () -> looks.get() == 1);
    CompletableFuture<Boolean> second = awaitNews(hanging, 5);
    head.set(6);
    hanging.told(6);
    assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Boolean> third = awaitNews(hanging, 6);
    head.set(7);
    hangs.complete(null);
    assertThat(third.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(first).failsWithin(Duration.ofSeconds(10));
  }

  @Test
  void however_looks_and_appends_interleave_each_waiter_gets_to_the_end() throws Exception {
    long appends = 20_000;
    List<CompletableFuture<Long>> waiters =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> followed(5 + appends), THREADS))
            .limit(3)
            .toList();

    for (long position = 6; position <= 5 + appends; position++) {
      head.set(position);
      signal.told(position);
      if (position % 10 == 0) {
        LockSupport.parkNanos(1); // so that they often have all, and sleep
      }
    }

    for (CompletableFuture<Long> waiter : waiters) {
      assertThat(waiter.get(10, TimeUnit.SECONDS)).isEqualTo(5 + appends);
    }
  }

  /** Where somebody got to who goes on to the end that the log has after each wait. */
  private long followed(long end) {
    long position = 5;
    while (position < end && signal.awaitNews(place(position), LONG)) {
      position = head.get();
    }
    return position;
  }

  private CompletableFuture<Boolean> await(long position) {
    return sleeping(() -> signal.awaitBeyond(position, Duration.ofMinutes(10)));
  }

  private static CompletableFuture<Boolean> awaitNews(HeadSignal signal, long position) {
    return sleeping(() -> signal.awaitNews(place(position), Duration.ofMinutes(10)));
  }

  /** Returns once the waiter sleeps, or does not wait at all. */
  private static CompletableFuture<Boolean> sleeping(Supplier<Boolean> wait) {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    Thread waiter = new Thread(() -> result.complete(wait.get()));
    waiter.start();
    Processes.await(
        "sleep", () -> result.isDone() || waiter.getState() == Thread.State.TIMED_WAITING);
    return result;
  }
}
