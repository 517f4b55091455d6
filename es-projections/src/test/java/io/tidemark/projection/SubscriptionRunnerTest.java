package io.tidemark.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.RetryPolicy;
import io.tidemark.StoreUnavailableException;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriberStatus;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionRunnerTest {
  private static final RetryPolicy QUICK =
      RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(2));
  private static final BigDecimal POISON = new BigDecimal("13");

  private final InMemoryEventStore store = new InMemoryEventStore();
  private final InMemoryProjection<String, Accounts.Balance> balances =
      InMemoryProjection.of(Accounts.BALANCES, store);
  private final InMemoryProjection<String, Accounts.Balance> poisoned =
      InMemoryProjection.of(Accounts.poisoned(POISON), store);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void follows_the_log_and_says_how_far_it_is() {
    Accounts.history(store, 200, 1);
    try (SubscriptionRunner runner = SubscriptionRunner.builder(store).add(balances).build()) {
      runner.start();
      runner.catchUp();
      Accounts.history(store, 200, 2);
      runner.catchUp();

      assertThat(balances.rows()).isEqualTo(replay());
      SubscriberStatus status = runner.status().get(0);
      assertThat(status.state()).isEqualTo(SubscriberState.RUNNING);
      assertThat(status.position()).isEqualTo(400);
      assertThat(status.lag()).isZero();
      assertThat(status.positionsPerSecond()).isPositive();
      assertThat(runner.isAlive()).isTrue();
    }
  }

  @Test
  void catches_up_on_the_callers_thread_when_not_started() {
    Accounts.history(store, 200, 1);
    try (SubscriptionRunner runner = SubscriptionRunner.builder(store).add(balances).build()) {
      runner.catchUp();

      assertThat(balances.rows()).isEqualTo(replay());
      assertThat(runner.status().get(0).state()).isEqualTo(SubscriberState.STOPPED);
    }
  }

  @Test
  void an_empty_log_is_caught_up_at_once() {
    try (SubscriptionRunner runner = SubscriptionRunner.builder(store).add(balances).build()) {
      runner.catchUp();

      assertThat(runner.status().get(0).position()).isZero();
    }
  }

  @Test
  void an_event_that_cannot_be_handled_stops_its_projection_right_before_it_and_no_other() {
    Accounts.append(store, "1", new Accounts.Moved(BigDecimal.ONE));
    Accounts.append(store, "1", new Accounts.Moved(POISON));
    Accounts.append(store, "1", new Accounts.Moved(BigDecimal.ONE));
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(poisoned).add(balances).retry(QUICK).build()) {
      runner.start();

      assertThatThrownBy(runner::catchUp)
          .isInstanceOf(SubscriberFailedException.class)
          .hasMessageContaining("poisoned")
          .hasMessageContaining("position 2")
          .hasMessageContaining("cannot take 13");
      Processes.await("end", () -> balances.open().position() == 3);
      SubscriberStatus failed = runner.status().get(0);
      assertThat(failed.state()).isEqualTo(SubscriberState.FAILED);
      assertThat(failed.position()).isEqualTo(1);
      assertThat(failed.error()).hasValueSatisfying(e -> assertThat(e).contains("position 2"));
      Processes.await("error", () -> poisoned.error().isPresent());
      Processes.await("end", () -> !runner.isAlive());
      assertThat(runner.status().get(1).state()).isEqualTo(SubscriberState.RUNNING);
    }
  }

  @Test
  void a_caller_who_waits_is_told_when_the_rows_cannot_be_reached() {
    Accounts.history(store, 10, 1);
    Subscriber unreachable = new UnreachableTarget();
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(unreachable).retry(QUICK).build()) {
      assertThatThrownBy(runner::catchUp)
          .isInstanceOf(SubscriberFailedException.class)
          .hasMessageContaining("nobody there");
    }
  }

  private static final class UnreachableTarget implements Subscriber {
    @Override
    public String name() {
      return "unreachable";
    }

    @Override
    public LogQuery query() {
      return LogQuery.all();
    }

    @Override
    public Checkpoint open() {
      throw new StoreUnavailableException("nobody there", null);
    }

    @Override
    public Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
      return Optional.empty();
    }

    @Override
    public void failed(String error) {
      open();
    }
  }

  @Test
  void a_log_that_is_not_the_one_it_followed_is_refused() {
    Accounts.history(store, 10, 1);
    Checkpoint other = new Checkpoint(UUID.randomUUID(), 3, Optional.empty(), 1);
    Checkpoint ahead = new Checkpoint(store.logId(), 11, Optional.of(UUID.randomUUID()), 1);
    Checkpoint replaced = new Checkpoint(store.logId(), 5, Optional.of(UUID.randomUUID()), 1);

    assertThatThrownBy(() -> other.requireSameLog("x", store))
        .isInstanceOf(LogRewoundException.class)
        .hasMessageContaining("expected log");
    assertThatThrownBy(() -> ahead.requireSameLog("x", store))
        .isInstanceOf(LogRewoundException.class)
        .hasMessageContaining("expected at least 11 events, actual 10");
    assertThatThrownBy(() -> replaced.requireSameLog("x", store))
        .isInstanceOf(LogRewoundException.class)
        .hasMessageContaining("at position 5");
  }

  private java.util.SortedMap<String, Accounts.Balance> replay() {
    return LiveProjection.of(Accounts.BALANCES, store).rows(AsOf.latest());
  }
}
