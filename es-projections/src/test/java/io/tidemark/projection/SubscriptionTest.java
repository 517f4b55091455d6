package io.tidemark.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Subscription;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private static final Duration NO_WAIT = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(20);

  private final InMemoryEventStore store = new InMemoryEventStore();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void catches_up_and_goes_on_live_without_a_seam_while_others_append() throws Exception {
    int writers = 3;
    int each = 400;
    int total = writers * each;
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        Random random = new Random(w);
        running.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    Accounts.append(store, "a" + random.nextInt(5), Accounts.event(random));
                  }
                }));
      }
      Subscription subscription = Subscription.of(store, LogQuery.all()).withBatchSize(7);
      List<Long> seen = new ArrayList<>();
      while (seen.size() < total) {
        EventBatch batch = subscription.next(LONG);
        assertThat(batch.events()).hasSizeLessThanOrEqualTo(7).isNotEmpty();
        batch.events().forEach(event -> seen.add(event.position()));
      }
      for (Future<?> writer : running) {
        writer.get();
      }
      assertThat(seen).containsExactlyElementsOf(LongStream.rangeClosed(1, total).boxed().toList());
      assertThat(subscription.next(NO_WAIT).events()).isEmpty();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void a_filtered_subscription_covers_the_log_up_to_the_head() {
    Accounts.history(store, 100, 1);
    Subscription transfers =
        Subscription.of(store, LogQuery.all().categories(Set.of("transfer"))).withBatchSize(10);

    EventBatch first = transfers.next(NO_WAIT);
    EventBatch second = transfers.next(NO_WAIT);

    assertThat(first.events()).hasSize(10);
    assertThat(first.upTo().position()).isEqualTo(first.events().get(9).position());
    assertThat(second.events()).hasSize(4);
    assertThat(second.upTo().position()).isEqualTo(100);
    assertThat(transfers.position()).isEqualTo(100);
  }

  @Test
  void resumes_after_any_position() {
    Accounts.history(store, 20, 1);

    EventBatch batch = Subscription.of(store, LogQuery.all().after(15)).next(NO_WAIT);

    assertThat(batch.events())
        .extracting(RecordedEvent::position)
        .containsExactly(16L, 17L, 18L, 19L, 20L);
  }

  @Test
  void a_batch_of_large_events_ends_before_it_fills_the_memory() {
    String large = "x".repeat(900_000);
    for (int i = 0; i < 12; i++) {
      Accounts.append(store, "a", new Accounts.Opened(large));
    }

    EventBatch batch = Subscription.of(store, LogQuery.all()).next(NO_WAIT);

    assertThat(batch.events()).hasSize(9);
    assertThat(batch.upTo().position()).isEqualTo(9);
  }

  @Test
  void waits_in_vain_without_moving() {
    Accounts.append(store, "a", new Accounts.Moved(BigDecimal.ONE));
    Subscription subscription = Subscription.of(store, LogQuery.all().after(1));

    EventBatch batch = subscription.next(Duration.ofMillis(1));

    assertThat(batch.events()).isEmpty();
    assertThat(batch.upTo())
        .isEqualTo(batch.after())
        .isEqualTo(LogPlace.of(store.event(1).orElseThrow()));
  }

  @Test
  void refuses_a_query_that_ends() {
    assertThatThrownBy(() -> Subscription.of(store, LogQuery.all().until(AsOf.position(3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without an end");
  }
}
