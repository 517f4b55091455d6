package io.tidemark.subscription;

import static io.tidemark.subscription.LedgerSubscriber.append;
import static io.tidemark.subscription.LedgerSubscriber.contains;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.PermanentException;
import io.tidemark.RetryPolicy;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogQuery;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a runner does about what a subscriber throws. */
@Timeout(90)
class RunnerFailuresTest {
  private static final RetryPolicy QUICK =
      RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(2));

  private final InMemoryEventStore store = new InMemoryEventStore();

  @AfterEach
  void close() {
    store.close();
  }

  private SubscriptionRunner runner(Subscriber subscriber) {
    return SubscriptionRunner.builder(store).add(subscriber).retry(QUICK).build();
  }

  @Test
  void an_error_of_the_machine_stops_it_and_is_told_to_whoever_waits_or_asks() {
    append(store, 3);
    LedgerSubscriber exhausted =
        new LedgerSubscriber(
            store,
            batch -> {
              throw new OutOfMemoryError("no heap");
            });
    try (SubscriptionRunner runner = runner(exhausted)) {
      runner.start();

      assertThatThrownBy(runner::catchUp)
          .isInstanceOf(SubscriberFailedException.class)
          .hasMessageContaining("no heap")
          .hasCauseInstanceOf(OutOfMemoryError.class);
      SubscriberStatus status = runner.status().get(0);
      assertThat(status.state()).isEqualTo(SubscriberState.FAILED);
      assertThat(status.error()).contains("no heap");
      Until.holds("error kept", () -> exhausted.errors().contains("no heap"));
      Until.holds("end of the thread", () -> !runner.isAlive());
    }
  }

  @Test
  void an_error_of_the_code_names_its_event_and_lets_those_before_it_in() {
    for (Error error :
        new Error[] {
          new AssertionError("wrong"), new StackOverflowError("deep"), new NoClassDefFoundError("X")
        }) {
      LedgerSubscriber careless =
          new LedgerSubscriber(
              store,
              batch -> {
                if (contains(batch, 3)) {
                  throw error;
                }
              });
      append(store, store.head() == 0 ? 5 : 0);
      try (SubscriptionRunner runner = runner(careless)) {
        runner.start();

        assertThatThrownBy(runner::catchUp)
            .isInstanceOf(SubscriberFailedException.class)
            .hasMessageContaining("position 3")
            .hasMessageContaining(error.getMessage())
            .cause()
            .isInstanceOf(EventHandlingException.class)
            .hasCause(error);
        assertThat(careless.ledger()).containsExactly(1L, 2L);
        assertThat(runner.status().get(0).position()).isEqualTo(2);
      }
    }
  }

  /** A query passes over positions, and then there is nothing that could be let in first. */
  @Test
  void an_event_behind_a_gap_stops_it_after_its_attempts_and_their_waits() {
    append(store, 3);
    store.append(
        StreamId.of("other", "1"), ExpectedVersion.any(), List.of(EventData.of("Done", "{}")));
    AtomicInteger tries = new AtomicInteger();
    LedgerSubscriber others =
        new LedgerSubscriber(
            store,
            batch -> {
              tries.incrementAndGet();
              throw new EventHandlingException(
                  "ledger", store.event(4).orElseThrow(), new IllegalStateException("poison"));
            }) {
          @Override
          public LogQuery query() {
            return LogQuery.all().categories(Set.of("other"));
          }
        };
    Duration wait = Duration.ofMillis(200);
    long begun = System.nanoTime();
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(others)
            .retry(RetryPolicy.of(3, wait, wait))
            .build()) {
      assertThatThrownBy(() -> runner.catchUp(Duration.ofSeconds(10)))
          .isInstanceOf(SubscriberFailedException.class)
          .hasMessageContaining("position 4");
    }
    assertThat(tries).hasValue(3);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(wait);
  }

  @Test
  void a_batch_that_is_refused_as_a_whole_is_halved_down_to_the_event_to_blame() {
    append(store, 100);
    LedgerSubscriber picky =
        new LedgerSubscriber(
            store,
            batch -> {
              if (contains(batch, 78)) {
                throw new RefusedException();
              }
            });
    try (SubscriptionRunner runner = runner(picky)) {
      assertThatThrownBy(runner::catchUp)
          .isInstanceOf(SubscriberFailedException.class)
          .hasMessageContaining("position 78")
          .hasMessageContaining("value out of range")
          .cause()
          .isInstanceOf(EventHandlingException.class)
          .hasCauseInstanceOf(RefusedException.class);
      assertThat(picky.ledger())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 77).boxed().toList());
    }
  }

  @Test
  void a_checkpoint_that_cannot_be_moved_at_all_is_not_blamed_on_an_event() {
    append(store, 5);
    LedgerSubscriber denied =
        new LedgerSubscriber(
            store,
            batch -> {
              throw new RefusedException();
            });
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(
                new ForwardingSubscriber(denied) {
                  @Override
                  public io.tidemark.store.LogQuery query() {
                    return super.query().types(java.util.Set.of("Other"));
                  }
                })
            .retry(QUICK)
            .build()) {
      assertThatThrownBy(runner::catchUp)
          .isInstanceOf(SubscriberFailedException.class)
          .hasCauseInstanceOf(RefusedException.class);
    }
  }

  @Test
  void an_error_at_an_event_that_was_not_in_the_batch_moves_nothing() {
    append(store, 5);
    InMemoryEventStore other = new InMemoryEventStore();
    append(other, 9);
    LedgerSubscriber confused =
        new LedgerSubscriber(
            store,
            batch -> {
              throw new EventHandlingException(
                  "ledger", other.event(9).orElseThrow(), new IllegalStateException("?"));
            });
    try (SubscriptionRunner runner = runner(confused)) {
      assertThatThrownBy(runner::catchUp).isInstanceOf(SubscriberFailedException.class);
      assertThat(confused.ledger()).isEmpty();
      assertThat(runner.status().get(0).position()).isZero();
    }
  }

  @Test
  void a_runner_outlasts_an_outage_also_after_a_wait_that_would_not() {
    LedgerSubscriber ledger = LedgerSubscriber.willing(store);
    AtomicInteger outages = new AtomicInteger();
    Subscriber unlucky =
        new ForwardingSubscriber(ledger) {
          @Override
          public java.util.Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
            if (outages.getAndDecrement() > 0) {
              throw new StoreUnavailableException("away", null);
            }
            return super.apply(from, batch);
          }
        };
    try (SubscriptionRunner runner = runner(unlucky)) {
      runner.catchUp();
      outages.set(10);
      append(store, 1);
      runner.start();
      runner.catchUp();
    }
    assertThat(ledger.ledger()).containsExactly(1L);
  }

  @Test
  void a_message_without_an_end_or_that_cannot_be_made_is_kept_in_short() {
    append(store, 1);
    String endless = "a".repeat(100_000);
    LedgerSubscriber talkative =
        new LedgerSubscriber(
            store,
            batch -> {
              throw new IllegalStateException(endless);
            });
    LedgerSubscriber mute =
        new LedgerSubscriber(
            store,
            batch -> {
              throw new UnreadableException();
            });
    try (SubscriptionRunner first = runner(talkative);
        SubscriptionRunner second = runner(mute)) {
      assertThatThrownBy(first::catchUp)
          .isInstanceOf(SubscriberFailedException.class)
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(5_000));
      assertThat(talkative.errors())
          .singleElement()
          .satisfies(e -> assertThat(e).hasSizeLessThan(5_000).contains("100000 characters"));
      assertThatThrownBy(second::catchUp)
          .isInstanceOf(SubscriberFailedException.class)
          .hasMessageContaining("UnreadableException");
    }
  }

  @Test
  void a_subscriber_that_got_no_thread_has_failed_and_the_others_run() {
    LedgerSubscriber without = LedgerSubscriber.willing(store);
    LedgerSubscriber with = LedgerSubscriber.willing(store);
    AtomicInteger threads = new AtomicInteger();
    append(store, 2);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(without)
            .add(with)
            .threads(
                work -> {
                  if (threads.getAndIncrement() == 0) {
                    throw new OutOfMemoryError("unable to create native thread");
                  }
                  return new Thread(work);
                })
            .build()) {
      assertThatThrownBy(runner::start).isInstanceOf(OutOfMemoryError.class);
      assertThatThrownBy(runner::catchUp)
          .isInstanceOf(SubscriberFailedException.class)
          .hasMessageContaining("native thread");
      Until.holds("the other", () -> with.ledger().size() == 2);
      assertThat(runner.status().get(0).state()).isEqualTo(SubscriberState.FAILED);
      assertThat(runner.isAlive()).isFalse();
    }
  }

  /** What a database says to a row that it cannot take. */
  private static final class RefusedException extends PermanentException {
    private static final long serialVersionUID = 1L;

    RefusedException() {
      super("value out of range", null);
    }
  }

  private static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }
}
