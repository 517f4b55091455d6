package io.tidemark.subscription;

import static io.tidemark.subscription.LedgerSubscriber.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.RetryPolicy;
import io.tidemark.inmemory.InMemoryEventStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Waiting for a runner, and stopping one: no wait is without an end, and none lies. */
@Timeout(90)
class RunnerWaitsTest {
  private final InMemoryEventStore store = new InMemoryEventStore();
  private final CountDownLatch amidABatch = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final LedgerSubscriber slow =
      new LedgerSubscriber(
          store,
          batch -> {
            amidABatch.countDown();
            awaitUninterruptibly(goOn);
          });

  @AfterEach
  void close() {
    goOn.countDown();
    store.close();
  }

  @Test
  void an_interrupted_wait_throws_and_stays_interrupted() {
    append(store, 5);
    LedgerSubscriber ledger = LedgerSubscriber.willing(store);
    try (SubscriptionRunner runner = SubscriptionRunner.builder(store).add(ledger).build()) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(runner::catchUp)
          .isInstanceOf(NotCaughtUpException.class)
          .hasMessage(
              "Subscriber ledger has not caught up, the waiting thread was interrupted:"
                  + " expected position 5, actual 0");
      assertThat(Thread.interrupted()).isTrue();
      runner.catchUp();
      assertThat(ledger.ledger()).hasSize(5);
    }
  }

  @Test
  void a_wait_for_a_runner_that_is_closed_meanwhile_throws() throws Exception {
    append(store, 5);
    SubscriptionRunner runner = SubscriptionRunner.builder(store).add(slow).batchSize(2).build();
    runner.start();
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(runner::catchUp);
    amidABatch.await();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(runner::close);

    assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            NotCaughtUpException.class,
            e -> {
              assertThat(e.expected()).isEqualTo(5);
              assertThat(e.actual()).isZero();
              assertThat(e).hasMessageContaining("the runner was closed");
            });
    goOn.countDown();
    closing.get(60, TimeUnit.SECONDS);
  }

  @Test
  void a_wait_ends_when_its_time_is_over() {
    append(store, 5);
    try (SubscriptionRunner runner = SubscriptionRunner.builder(store).add(slow).build()) {
      runner.start();

      assertThatThrownBy(() -> runner.catchUp(Duration.ofMillis(20)))
          .isInstanceOf(NotCaughtUpException.class)
          .hasMessageContaining("the time is over");
      goOn.countDown();
      runner.catchUp(Duration.ofSeconds(60));
    }
    assertThat(slow.ledger()).hasSize(5);
  }

  @Test
  void a_wait_on_the_own_thread_ends_when_its_time_is_over() {
    append(store, 5);
    Subscriber standingBy =
        new ForwardingSubscriber(LedgerSubscriber.willing(store)) {
          @Override
          public boolean isOwner() {
            return false;
          }
        };
    try (SubscriptionRunner runner = SubscriptionRunner.builder(store).add(standingBy).build()) {
      assertThatThrownBy(() -> runner.catchUp(Duration.ofMillis(20)))
          .isInstanceOf(NotCaughtUpException.class);
    }
  }

  @Test
  void whoever_waits_for_one_that_stands_by_waits_for_the_one_that_works_elsewhere() {
    LedgerSubscriber ledger = LedgerSubscriber.willing(store);
    Subscriber standingBy =
        new ForwardingSubscriber(ledger) {
          @Override
          public boolean isOwner() {
            return false;
          }
        };
    try (SubscriptionRunner works = SubscriptionRunner.builder(store).add(ledger).build();
        SubscriptionRunner stands = SubscriptionRunner.builder(store).add(standingBy).build()) {
      stands.start();
      Until.holds(
          "standing by", () -> stands.status().get(0).state() == SubscriberState.STANDING_BY);
      append(store, 5);
      works.start();
      stands.catchUp(Duration.ofSeconds(60));

      assertThat(ledger.ledger()).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(stands.status().get(0).position()).isEqualTo(5);
    }
  }

  @Test
  void two_that_catch_up_at_once_on_their_own_threads_do_not_get_into_each_others_way()
      throws Exception {
    append(store, 300);
    LedgerSubscriber ledger = LedgerSubscriber.willing(store);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(ledger).batchSize(1).build()) {
      CompletableFuture<Void> one = CompletableFuture.runAsync(runner::catchUp);
      CompletableFuture<Void> two = CompletableFuture.runAsync(runner::catchUp);
      one.get(60, TimeUnit.SECONDS);
      two.get(60, TimeUnit.SECONDS);
    }
    assertThat(ledger.ledger()).hasSize(300).isSorted();
  }

  @Test
  void an_interrupt_from_within_the_work_neither_stops_nor_speeds_it_up() {
    append(store, 3);
    LedgerSubscriber restless =
        new LedgerSubscriber(store, batch -> Thread.currentThread().interrupt());
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(restless).batchSize(1).build()) {
      runner.start();
      runner.catchUp(Duration.ofSeconds(60));
      append(store, 3);
      runner.catchUp(Duration.ofSeconds(60));
      assertThat(restless.ledger()).hasSize(6);
    }
  }

  @Test
  void a_subscriber_may_close_its_runner_and_does_not_wait_for_itself() {
    append(store, 1);
    AtomicReference<SubscriptionRunner> runner = new AtomicReference<>();
    LedgerSubscriber closing = new LedgerSubscriber(store, batch -> runner.get().close());
    runner.set(SubscriptionRunner.builder(store).add(closing).build());
    long begun = System.nanoTime();
    runner.get().start();

    Until.holds("end", () -> !closing.ledger().isEmpty() && !runner.get().isAlive());
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(25));
    assertThat(runner.get().status().get(0).state()).isEqualTo(SubscriberState.STOPPED);
  }

  @Test
  void a_subscriber_cannot_wait_for_itself() {
    append(store, 1);
    AtomicReference<SubscriptionRunner> runner = new AtomicReference<>();
    LedgerSubscriber waiting = new LedgerSubscriber(store, batch -> runner.get().catchUp());
    runner.set(
        SubscriptionRunner.builder(store)
            .add(waiting)
            .retry(RetryPolicy.of(1, Duration.ofMillis(1), Duration.ofMillis(1)))
            .build());
    assertThatThrownBy(() -> runner.get().catchUp())
        .isInstanceOf(SubscriberFailedException.class)
        .hasMessageContaining("Cannot catch up");
    runner.get().close();
  }

  @Test
  void closing_gives_up_in_time_on_a_batch_that_does_not_end() throws Exception {
    append(store, 1);
    SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(slow).closeTimeout(Duration.ofMillis(50)).build();
    runner.start();
    amidABatch.await();

    runner.close();

    assertThat(slow.ledger()).isEmpty();
    goOn.countDown();
    Until.holds("end", () -> !runner.isAlive());
  }

  @Test
  void closing_waits_for_the_batch_that_somebody_works_on_who_waits() throws Exception {
    append(store, 1);
    SubscriptionRunner runner = SubscriptionRunner.builder(store).add(slow).build();
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(runner::catchUp);
    amidABatch.await();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(runner::close);
    assertThatThrownBy(() -> closing.get(50, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);

    goOn.countDown();
    closing.get(60, TimeUnit.SECONDS);
    waiting.get(60, TimeUnit.SECONDS);
    assertThat(slow.ledger()).hasSize(1);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        LoggerFactory.getLogger(RunnerWaitsTest.class).debug("Work goes on", e);
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
