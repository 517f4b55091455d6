package io.tidemark.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.InvalidEventException;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.RetryPolicy;
import io.tidemark.StreamId;
import io.tidemark.codec.EventTypes;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.store.StreamQuery;
import io.tidemark.store.WrongExpectedVersionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AggregateRepositoryTest {
  private static final StreamId STREAM = StreamId.of("counter", "a");

  private final WatchedStore store = new WatchedStore();
  private final AggregateRepository<Counter, Counter.Event> counters = counters();
  private final AggregateRepository<Counter, Counter.Event> elsewhere =
      AggregateRepository.of("counter", Counter::new, store.behind(), Counter.CODEC);

  @Test
  void a_command_stores_what_it_raised() {
    CommandResult first = counters.execute("a", counter -> counter.add(5));
    CommandResult second =
        counters.execute(
            "a",
            counter -> {
              counter.add(1);
              counter.take(2);
            });

    assertThat(first).isEqualTo(new CommandResult(STREAM, 1, 1, 1, 1));
    assertThat(second).isEqualTo(new CommandResult(STREAM, 3, 3, 2, 1));
    assertThat(counters.load("a").total()).isEqualTo(4);
    assertThat(counters.load("a").version()).isEqualTo(3);
  }

  @Test
  void an_aggregate_knows_who_it_is() {
    counters.execute(
        "a",
        counter -> {
          assertThat(counter.id()).isEqualTo("a");
          assertThat(counter.stream()).isEqualTo(STREAM);
          assertThat(counter.version()).isZero();
          counter.add(1);
          assertThat(counter.version()).isEqualTo(1);
        });
    assertThatIllegalStateException().isThrownBy(() -> new Counter().stream());
  }

  @Test
  void an_aggregate_without_events_has_version_zero() {
    assertThat(counters.load("a").version()).isZero();
    assertThat(counters.load("a").id()).isEqualTo("a");
  }

  @Test
  void metadata_and_the_time_go_with_each_event() {
    Instant noon = Instant.parse("2026-11-22T12:00:00Z");
    Metadata metadata = Metadata.of("correlationId", "c");
    counters
        .withClock(Clock.fixed(noon, ZoneOffset.UTC))
        .execute("a", metadata, counter -> counter.add(1));

    RecordedEvent event = store.event(1).orElseThrow();
    assertThat(event.occurredAt()).isEqualTo(noon);
    assertThat(event.metadata()).isEqualTo(metadata);
  }

  @Test
  void what_a_command_throws_is_thrown_and_nothing_is_stored() {
    counters.execute("a", counter -> counter.add(5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> counters.execute("a", counter -> counter.take(6)))
        .withMessage("Cannot take 6 of 5");
    assertThat(store.head()).isEqualTo(1);
  }

  @Test
  void a_command_that_raises_nothing_stores_nothing() {
    counters.execute("a", counter -> counter.add(5));
    assertThat(counters.execute("a", counter -> {}))
        .isEqualTo(new CommandResult(STREAM, 1, 0, 0, 1));
    assertThat(store.appends()).hasSize(1);
  }

  @Test
  void a_lost_conflict_is_decided_again_on_the_newer_state() {
    AtomicInteger lost = new AtomicInteger(2);
    store.beforeAppend(
        request -> {
          if (lost.getAndDecrement() > 0) {
            elsewhere.execute("a", counter -> counter.add(10));
          }
        });

    CommandResult result = counters.execute("a", counter -> counter.add(counter.total() + 1));

    assertThat(result).isEqualTo(new CommandResult(STREAM, 3, 3, 1, 3));
    assertThat(counters.load("a").total()).isEqualTo(41);
  }

  @Test
  void whoever_always_loses_is_told_so() {
    store.beforeAppend(request -> elsewhere.execute("a", counter -> counter.add(1)));
    Duration wait = Duration.ofMillis(400);
    long begun = System.nanoTime();
    assertThatThrownBy(
            () ->
                counters
                    .withRetry(RetryPolicy.of(3, wait, wait))
                    .execute("a", counter -> counter.add(1)))
        .isInstanceOf(WrongExpectedVersionException.class)
        .hasMessage("Wrong expected version for counter-a: expected exactly 2, actual 3");
    assertThat(store.appends()).hasSize(3);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(wait);
  }

  @Test
  void an_event_that_cannot_be_stored_is_refused() {
    AggregateRepository<Broken, Object> broken =
        AggregateRepository.of(
            "broken",
            Broken::new,
            store,
            JacksonEventCodec.of(EventTypes.of(Object.class, Unreadable.class)));
    assertThatThrownBy(() -> broken.execute("a", b -> b.doIt(() -> {})))
        .isInstanceOf(InvalidEventException.class);
    assertThat(store.head()).isZero();
  }

  @Test
  void an_aggregate_is_loaded_as_of_any_point() {
    Instant noon = Instant.parse("2026-11-22T12:00:00Z");
    for (int i = 0; i < 3; i++) {
      counters
          .withClock(Clock.fixed(noon.plusSeconds(60L - i), ZoneOffset.UTC))
          .execute("a", counter -> counter.add(1));
      counters.execute("b", counter -> counter.add(1));
    }
    List<RecordedEvent> events = store.readStream(StreamQuery.of(STREAM)).toList();

    assertThat(counters.load("a", AsOf.version(2)).total()).isEqualTo(2);
    assertThat(counters.load("a", AsOf.position(4)).total()).isEqualTo(2);
    assertThat(counters.load("a", AsOf.recordedAt(events.get(0).recordedAt())).total())
        .isEqualTo(1);
    Counter happened = counters.load("a", AsOf.occurredAt(noon.plusSeconds(59)));
    assertThat(happened.total()).isEqualTo(2);
    assertThat(happened.version()).isEqualTo(3);
  }

  @Test
  void a_command_within_a_command_is_refused() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                counters.execute(
                    "a", counter -> elsewhere.execute("b", other -> other.add(counter.total()))))
        .withMessageContaining("counter-b")
        .withMessageContaining("counter-a");
    assertThat(counters.execute("a", counter -> counter.add(1)).version()).isEqualTo(1);
  }

  @Test
  void applying_must_not_raise() {
    AggregateRepository<Broken, Object> broken =
        AggregateRepository.of(
            "broken",
            Broken::new,
            store,
            JacksonEventCodec.of(EventTypes.of(Object.class, Looping.class)));
    assertThatIllegalStateException().isThrownBy(() -> broken.execute("a", b -> b.doIt(null)));
    assertThat(store.head()).isZero();
  }

  private AggregateRepository<Counter, Counter.Event> counters() {
    return AggregateRepository.of("counter", Counter::new, store, Counter.CODEC);
  }

  record Unreadable(Runnable code) {}

  record Looping() {}

  private static final class Broken extends Aggregate<Object> {
    void doIt(Runnable code) {
      raise(code == null ? new Looping() : new Unreadable(code));
    }

    @Override
    protected void apply(Object event) {
      if (event instanceof Looping) {
        raise(event);
      }
    }
  }
}
