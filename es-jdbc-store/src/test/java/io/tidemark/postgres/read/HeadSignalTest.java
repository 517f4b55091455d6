package io.tidemark.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testdatabase.Processes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeadSignalTest {
  private final AtomicLong head = new AtomicLong(5);
  private final AtomicInteger looks = new AtomicInteger();
  private final HeadSignal signal = new HeadSignal(this::look, Duration.ofHours(1));

  private long look() {
    looks.incrementAndGet();
    return head.get();
  }

  @Test
  void a_waiter_is_woken_by_what_is_told_and_believes_what_it_sees() throws Exception {
    CompletableFuture<Boolean> waiting = await(5);

    signal.told(1_000);
    Processes.await("a second look", () -> looks.get() == 2);
    assertThat(waiting).isNotDone();

    head.set(6);
    signal.told(6);
    assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
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
    assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void what_is_told_of_a_place_already_passed_wakes_nobody() throws Exception {
    CompletableFuture<Boolean> waiting = await(5);

    signal.told(5);
    signal.told(3);
    head.set(6);
    signal.told(6);

    assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(looks).hasValue(2);
  }

  @Test
  void without_being_told_a_waiter_looks_from_time_to_time() {
    HeadSignal polling = new HeadSignal(() -> head.getAndIncrement(), Duration.ofMillis(1));

    assertThat(polling.awaitBeyond(7, Duration.ofMinutes(1))).isTrue();
  }

  /** Returns once the waiter sleeps. */
  private CompletableFuture<Boolean> await(long position) {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    Thread waiter =
        new Thread(() -> result.complete(signal.awaitBeyond(position, Duration.ofMinutes(10))));
    waiter.start();
    Processes.await("sleep", () -> waiter.getState() == Thread.State.TIMED_WAITING);
    return result;
  }
}
