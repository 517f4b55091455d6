package io.tidemark.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.RetryPolicy;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.EventTypes;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.inmemory.InMemoryCheckpointStore;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriptionListener;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.subscription.Until;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class HandlerSubscriberTest {
  private static final RetryPolicy QUICK =
      RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(2));
  private static final LogQuery SHIPPED = LogQuery.all().categories(Set.of("order"));

  sealed interface OrderEvent {
    record Shipped(int number) implements OrderEvent {}
  }

  private static final JacksonEventCodec<OrderEvent> CODEC =
      JacksonEventCodec.of(EventTypes.ofSealed(OrderEvent.class));

  private final InMemoryEventStore store = new InMemoryEventStore();
  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  private final List<Integer> sent = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    store.close();
  }

  private void ship(String category, int from, int to) {
    for (int number = from; number <= to; number++) {
      store.append(
          StreamId.of(category, "1"),
          ExpectedVersion.any(),
          List.of(CODEC.encode(new OrderEvent.Shipped(number), Metadata.empty(), Instant.EPOCH)));
    }
  }

  private HandlerSubscriber.Reading<OrderEvent> mails() {
    return HandlerSubscriber.atLeastOnce("mails", checkpoints)
        .fromBeginning(store)
        .events(SHIPPED, CODEC);
  }

  private Subscriber sending() {
    return mails().handledBy((event, recorded) -> send(event));
  }

  private void send(OrderEvent event) {
    sent.add(((OrderEvent.Shipped) event).number());
  }

  private SubscriptionRunner runner(Subscriber subscriber) {
    return SubscriptionRunner.builder(store).add(subscriber).retry(QUICK).build();
  }

  @Test
  void handles_each_event_of_its_query_in_order_and_goes_on_where_it_was() {
    ship("order", 1, 3);
    ship("parcel", 100, 104);
    ship("order", 4, 5);
    try (SubscriptionRunner runner = runner(sending())) {
      runner.catchUp();
    }
    ship("order", 6, 6);
    try (SubscriptionRunner runner = runner(sending())) {
      runner.catchUp();
    }
    assertThat(sent).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(checkpoints.find("mails").orElseThrow().position()).isEqualTo(11);
  }

  @Test
  void from_now_passes_over_what_was_there_when_it_first_began() {
    ship("order", 1, 3);
    Subscriber fromNow =
        HandlerSubscriber.atLeastOnce("mails", checkpoints)
            .fromNow(store)
            .events(SHIPPED, CODEC)
            .handledBy((event, recorded) -> send(event));
    try (SubscriptionRunner runner = runner(fromNow)) {
      runner.catchUp();
    }
    ship("order", 4, 5);
    try (SubscriptionRunner runner = runner(fromNow)) {
      runner.catchUp();
    }
    assertThat(sent).containsExactly(4, 5);
  }

  @Test
  void one_that_fails_is_tried_again_then_stops_before_the_event_and_repeats_none_before_it() {
    ship("order", 1, 5);
    AtomicInteger tries = new AtomicInteger();
    Subscriber failing =
        mails()
            .withEventsPerCheckpoint(100)
            .handledBy(
                (event, recorded) -> {
                  if (recorded.position() == 4) {
                    tries.incrementAndGet();
                    throw new IOException("no mail server");
                  }
                  send(event);
                });
    try (SubscriptionRunner runner = runner(failing)) {
      runner.start();
      assertThatThrownBy(runner::catchUp)
          .isInstanceOf(SubscriberFailedException.class)
          .hasMessageContaining("position 4")
          .hasMessageContaining("no mail server")
          .cause()
          .isInstanceOf(EventHandlingException.class)
          .hasCauseInstanceOf(IOException.class);
      Until.holds("error kept", () -> checkpoints.error("mails").isPresent());
    }
    assertThat(sent).containsExactly(1, 2, 3);
    assertThat(tries).hasValue(3);
    assertThat(checkpoints.find("mails").orElseThrow().position()).isEqualTo(3);

    try (SubscriptionRunner mended = runner(sending())) {
      mended.catchUp();
    }
    assertThat(sent).containsExactly(1, 2, 3, 4, 5);
    assertThat(checkpoints.error("mails")).isEmpty();
  }

  /** Whether events were handled or passed over before it. */
  @Test
  void an_event_that_fails_is_not_tried_again_before_the_runner_has_waited() {
    ship("order", 1, 2);
    ship("parcel", 100, 101);
    ship("order", 3, 3);
    List<String> happened = Collections.synchronizedList(new ArrayList<>());
    Subscriber failing =
        mails()
            .handledBy(
                (event, recorded) -> {
                  happened.add("position " + recorded.position());
                  if (recorded.position() == 5) {
                    throw new IOException("no mail server");
                  }
                });
    SubscriptionListener noting =
        new SubscriptionListener() {
          @Override
          public void retrying(String subscriber, int attempt, Throwable error) {
            happened.add("waits " + attempt);
          }
        };
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(failing).retry(QUICK).listener(noting).build()) {
      assertThatThrownBy(runner::catchUp).hasMessageContaining("no mail server");
    }
    assertThat(happened)
        .containsExactly(
            "position 1",
            "position 2",
            "position 5",
            "waits 1",
            "position 5",
            "waits 2",
            "position 5");
  }

  /** An older event may stand for several of today, or for none. */
  @Test
  void an_event_that_is_read_as_several_or_as_none_is_handled_as_such_and_passed_once() {
    EventCodec<OrderEvent> each =
        new EventCodec<>() {
          @Override
          public EventData encode(OrderEvent event, Metadata metadata, Instant occurredAt) {
            return CODEC.encode(event, metadata, occurredAt);
          }

          @Override
          public List<OrderEvent> decode(RecordedEvent event) {
            OrderEvent.Shipped shipped = (OrderEvent.Shipped) CODEC.decode(event).get(0);
            return Collections.nCopies(shipped.number(), shipped);
          }

          @Override
          public Set<String> types() {
            return CODEC.types();
          }
        };
    ship("order", 0, 3);
    ship("order", 0, 0);
    Subscriber several =
        HandlerSubscriber.atLeastOnce("mails", checkpoints)
            .fromBeginning(store)
            .events(SHIPPED, each)
            .handledBy((event, recorded) -> send(event));
    try (SubscriptionRunner runner = runner(several)) {
      runner.catchUp();
    }
    assertThat(sent).containsExactly(1, 2, 2, 3, 3, 3);
    assertThat(checkpoints.find("mails").orElseThrow().position()).isEqualTo(5);
  }

  @Test
  void an_error_of_its_code_stops_it_at_its_event() {
    ship("order", 1, 3);
    Subscriber failing =
        mails()
            .withEventsPerCheckpoint(100)
            .handledBy(
                (event, recorded) -> {
                  if (recorded.position() == 2) {
                    throw new AssertionError("never two");
                  }
                  send(event);
                });
    try (SubscriptionRunner runner = runner(failing)) {
      assertThatThrownBy(runner::catchUp)
          .isInstanceOf(SubscriberFailedException.class)
          .hasMessageContaining("position 2")
          .hasMessageContaining("never two");
    }
    assertThat(sent).containsExactly(1);
  }

  @Test
  void what_may_pass_is_tried_for_as_long_as_it_takes() {
    ship("order", 1, 2);
    AtomicInteger outages = new AtomicInteger(10);
    Subscriber relay =
        mails()
            .handledBy(
                (event, recorded) -> {
                  if (outages.getAndDecrement() > 0) {
                    throw new StoreUnavailableException("broker away", null);
                  }
                  send(event);
                });
    try (SubscriptionRunner runner = runner(relay)) {
      runner.start();
      runner.catchUp();
    }
    assertThat(sent).containsExactly(1, 2);
  }

  @Test
  void one_at_a_time_handles_and_the_next_takes_over() {
    ship("order", 1, 50);
    try (SubscriptionRunner second = runner(sending())) {
      try (SubscriptionRunner first = runner(sending())) {
        first.start();
        first.catchUp();
        second.start();
        Until.holds(
            "standing by", () -> second.status().get(0).state() == SubscriberState.STANDING_BY);
        ship("order", 51, 100);
        second.catchUp(Duration.ofSeconds(60));
      }
      ship("order", 101, 110);
      second.catchUp(Duration.ofSeconds(60));
      assertThat(second.status().get(0).state()).isEqualTo(SubscriberState.RUNNING);
    }
    assertThat(sent).hasSize(110).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void closing_stops_between_two_events_and_keeps_what_was_handled() {
    ship("order", 1, 100);
    CountDownLatch tenth = new CountDownLatch(1);
    Subscriber slow =
        mails()
            .withEventsPerCheckpoint(1_000)
            .handledBy(
                (event, recorded) -> {
                  send(event);
                  if (recorded.position() == 10) {
                    tenth.countDown();
                    Until.holds("interrupt", () -> Thread.currentThread().isInterrupted());
                  }
                });
    try (SubscriptionRunner runner = runner(slow)) {
      runner.start();
      Until.holds("ten", () -> tenth.getCount() == 0);
    }
    assertThat(sent).hasSize(10);
    assertThat(checkpoints.find("mails").orElseThrow().position()).isEqualTo(10);
  }

  @Test
  void a_log_that_is_not_the_one_it_followed_is_refused() {
    ship("order", 1, 3);
    try (SubscriptionRunner runner = runner(sending())) {
      runner.catchUp();
    }
    InMemoryEventStore other = new InMemoryEventStore();
    Subscriber mails =
        HandlerSubscriber.atLeastOnce("mails", checkpoints)
            .fromBeginning(other)
            .events(SHIPPED, CODEC)
            .handledBy((event, recorded) -> send(event));
    other.append(
        StreamId.of("order", "1"),
        ExpectedVersion.any(),
        List.of(CODEC.encode(new OrderEvent.Shipped(9), Metadata.empty(), Instant.EPOCH)));
    try (SubscriptionRunner runner = SubscriptionRunner.builder(other).add(mails).build()) {
      assertThatThrownBy(runner::catchUp).hasCauseInstanceOf(LogRewoundException.class);
    }
    assertThat(sent).containsExactly(1, 2, 3);
  }

  @Test
  void how_far_it_got_is_seen_although_a_handler_takes_its_time() {
    ship("order", 1, 300);
    CountDownLatch end = new CountDownLatch(1);
    Subscriber slow =
        mails()
            .handledBy(
                (event, recorded) -> {
                  if (recorded.position() == 290) {
                    end.await();
                  }
                });
    try (SubscriptionRunner runner = runner(slow)) {
      runner.start();
      Until.holds("most", () -> runner.status().get(0).position() >= 200);
      end.countDown();
      runner.catchUp();
    }
  }

  @Test
  void a_name_that_says_nothing_and_a_checkpoint_never_are_refused() {
    assertThatThrownBy(() -> HandlerSubscriber.atLeastOnce(" ", checkpoints).fromNow(store))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid name of a handler");
    assertThatThrownBy(() -> mails().withEventsPerCheckpoint(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
