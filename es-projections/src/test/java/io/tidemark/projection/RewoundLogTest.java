package io.tidemark.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriberStatus;
import io.tidemark.subscription.Subscription;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A log that loses its end under whoever follows it, and wake-ups that promise too much. */
class RewoundLogTest {
  private static final Duration WAIT = Duration.ofMillis(1);

  private final ReplaceableLog store = new ReplaceableLog();

  @Test
  void a_wake_up_for_nothing_moves_no_subscription() {
    append(3);
    Subscription subscription = Subscription.of(store, LogQuery.all());
    assertThat(subscription.next(WAIT).events()).hasSize(3);

    assertThat(subscription.next(WAIT)).isEqualTo(EventBatch.none(place(3)));
    append(2);

    assertThat(subscription.next(WAIT).events())
        .extracting(RecordedEvent::position)
        .containsExactly(4L, 5L);
  }

  @Test
  void a_log_that_ends_before_the_place_of_a_subscription_is_refused() {
    append(10);
    Subscription subscription = Subscription.of(store, LogQuery.all()).withName("reader");
    subscription.next(WAIT);

    store.loseAllBehind(9);

    assertThatThrownBy(() -> subscription.next(WAIT))
        .isInstanceOf(LogRewoundException.class)
        .hasMessage(
            "The log was rewound behind checkpoint reader: expected at least 10 events, actual 9");
  }

  @Test
  void a_log_that_has_grown_again_in_another_way_is_refused() {
    append(10);
    Subscription all = Subscription.of(store, LogQuery.all());
    Subscription others = Subscription.of(store, LogQuery.all().categories(Set.of("transfer")));
    LogPlace lost = all.next(WAIT).upTo();
    others.next(WAIT);

    store.loseAllBehind(9);
    append(5);

    for (Subscription subscription : new Subscription[] {all, others}) {
      assertThatThrownBy(() -> subscription.next(WAIT))
          .isInstanceOf(LogRewoundException.class)
          .hasMessageContaining("expected " + lost + ", actual " + place(10));
      assertThat(subscription.position()).isEqualTo(10);
    }
  }

  @Test
  void a_subscription_from_a_position_alone_learns_what_stands_there() {
    append(10);
    Subscription subscription = Subscription.of(store, LogQuery.all().after(10));
    assertThat(subscription.next(WAIT)).isEqualTo(EventBatch.none(place(10)));

    store.loseAllBehind(9);
    append(1);

    assertThatThrownBy(() -> subscription.next(WAIT)).isInstanceOf(LogRewoundException.class);
  }

  @Test
  void a_batch_that_does_not_continue_a_checkpoint_is_refused() {
    append(3);
    EventBatch batch = store.readBatch(LogQuery.all().after(1));
    UUID other = UUID.randomUUID();
    Checkpoint checkpoint = new Checkpoint(store.logId(), 1, Optional.of(other), 1);

    assertThatThrownBy(() -> checkpoint.after(batch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("event " + other + " at position 1");
  }

  @Test
  void a_runner_that_stays_up_while_the_log_loses_events_stops() {
    InMemoryProjection<String, Accounts.Balance> balances =
        InMemoryProjection.of(Accounts.BALANCES, store);
    append(10);
    try (SubscriptionRunner runner = SubscriptionRunner.builder(store).add(balances).build()) {
      runner.start();
      runner.catchUp();

      store.loseAllBehind(9);
      append(11);

      Processes.await("end", () -> !runner.isAlive());
      SubscriberStatus status = runner.status().get(0);
      assertThat(status.state()).isEqualTo(SubscriberState.FAILED);
      assertThat(status.position()).isEqualTo(10);
      assertThat(status.error().orElseThrow()).contains("rewound behind checkpoint balances");
    }
  }

  private void append(int events) {
    for (int i = 0; i < events; i++) {
      Accounts.append(store, "a", new Accounts.Moved(BigDecimal.ONE));
    }
  }

  private LogPlace place(long position) {
    return LogPlace.of(store.event(position).orElseThrow());
  }
}
