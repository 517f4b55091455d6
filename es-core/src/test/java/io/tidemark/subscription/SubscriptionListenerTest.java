package io.tidemark.subscription;

import static io.tidemark.subscription.LedgerSubscriber.append;
import static io.tidemark.subscription.LedgerSubscriber.contains;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.RetryPolicy;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.EventBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class SubscriptionListenerTest {
  private static final RetryPolicy QUICK =
      RetryPolicy.of(2, Duration.ofMillis(1), Duration.ofMillis(2));

  private final InMemoryEventStore store = new InMemoryEventStore();
  private final Heard heard = new Heard();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void hears_of_batches_retries_and_the_end() {
    append(store, 5);
    LedgerSubscriber poisoned =
        new LedgerSubscriber(
            store,
            batch -> {
              if (contains(batch, 4)) {
                throw new EventHandlingException(
                    "ledger", store.event(4).orElseThrow(), new IllegalStateException("poison"));
              }
            });
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(poisoned)
            .batchSize(2)
            .retry(QUICK)
            .listener(heard)
            .build()) {
      assertThatThrownBy(runner::catchUp).isInstanceOf(SubscriberFailedException.class);
    }
    assertThat(heard.news)
        .containsExactly(
            "ledger 0 to 2: 2",
            "ledger 2 to 3: 1",
            "ledger retries, 1: poison",
            "ledger stopped: poison");
  }

  @Test
  void hears_of_being_overtaken() {
    append(store, 1);
    AtomicBoolean first = new AtomicBoolean(true);
    Subscriber overtaken =
        new ForwardingSubscriber(LedgerSubscriber.willing(store)) {
          @Override
          public Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
            return first.getAndSet(false) ? Optional.empty() : super.apply(from, batch);
          }
        };
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(overtaken).listener(heard).build()) {
      runner.catchUp();
    }
    assertThat(heard.news).containsExactly("ledger overtaken at 0", "ledger 0 to 1: 1");
  }

  @Test
  void one_that_throws_disturbs_neither_the_work_nor_the_others() {
    append(store, 3);
    LedgerSubscriber ledger = LedgerSubscriber.willing(store);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(ledger)
            .batchSize(1)
            .listener(new Failing(new IllegalStateException("meter")))
            .listener(new Failing(new NoClassDefFoundError("meter")))
            .listener(heard)
            .build()) {
      runner.catchUp();
    }
    assertThat(ledger.ledger()).containsExactly(1L, 2L, 3L);
    assertThat(heard.news)
        .containsExactly("ledger 0 to 1: 1", "ledger 1 to 2: 1", "ledger 2 to 3: 1");
  }

  private static final class Heard implements SubscriptionListener {
    private final List<String> news = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void batchApplied(AppliedBatch batch) {
      assertThat(batch.took()).isPositive();
      news.add(
          batch.subscriber() + " " + batch.from() + " to " + batch.to() + ": " + batch.events());
    }

    @Override
    public void retrying(String subscriber, int attempt, Throwable error) {
      news.add(subscriber + " retries, " + attempt + ": " + error.getCause().getMessage());
    }

    @Override
    public void stopped(String subscriber, Throwable error) {
      news.add(subscriber + " stopped: " + error.getCause().getMessage());
    }

    @Override
    public void overtaken(String subscriber, long position) {
      news.add(subscriber + " overtaken at " + position);
    }
  }

  private static final class Failing implements SubscriptionListener {
    private final Throwable error;

    Failing(Throwable error) {
      this.error = error;
    }

    @Override
    public void batchApplied(AppliedBatch batch) {
      if (error instanceof Error e) {
        throw e;
      }
      throw (RuntimeException) error;
    }
  }
}
