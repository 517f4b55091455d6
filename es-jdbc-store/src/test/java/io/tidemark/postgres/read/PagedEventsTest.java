package io.tidemark.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagedEventsTest {
  private final ExecutorService reader = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    reader.shutdown();
  }

  @Test
  void an_error_on_the_readers_thread_reaches_the_consumer_as_it_is() {
    StackOverflowError error = new StackOverflowError();
    Iterator<RecordedEvent> events = read(() -> page(1), () -> fail(error)).iterator();

    assertThat(events.next().position()).isEqualTo(1);
    assertThatThrownBy(events::hasNext).isSameAs(error);
    assertThatThrownBy(events::hasNext).isSameAs(error);
  }

  @Test
  void an_exception_on_the_readers_thread_reaches_the_consumer_as_it_is() {
    StoreUnavailableException away = new StoreUnavailableException("away", null);
    Stream<RecordedEvent> events =
        read(
            () -> page(1),
            () -> {
              throw away;
            });

    assertThatThrownBy(events::toList).isSameAs(away);
  }

  @Test
  void events_read_on_after_their_stream_was_closed_are_not_taken_for_the_end() {
    Stream<RecordedEvent> events = read(() -> page(1), () -> page(2));
    Iterator<RecordedEvent> iterator = events.iterator();
    iterator.next();
    events.close();

    assertThatThrownBy(iterator::hasNext)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void a_store_that_is_closed_meanwhile_is_told() {
    Iterator<RecordedEvent> events = read(() -> page(1), () -> page(2)).iterator();
    reader.shutdown();

    assertThat(events.next().position()).isEqualTo(1);
    assertThatThrownBy(events::next)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("Event store closed");
  }

  @Test
  void an_interrupted_consumer_gets_its_events_and_stays_interrupted() {
    Stream<RecordedEvent> events = read(() -> page(1), () -> page(2), () -> page(3));
    Thread.currentThread().interrupt();

    assertThat(events.map(RecordedEvent::position)).containsExactly(1L, 2L, 3L);
    assertThat(Thread.interrupted()).isTrue();
  }

  private Stream<RecordedEvent> read(Page... pages) {
    Queue<Page> rest = new ArrayDeque<>(List.of(pages));
    return PagedEvents.stream(
        new PagedEvents.Pages() {
          @Override
          public List<RecordedEvent> next() {
            return rest.remove().read();
          }

          @Override
          public boolean hasNext() {
            return !rest.isEmpty();
          }
        },
        reader);
  }

  private interface Page {
    List<RecordedEvent> read();
  }

  private static List<RecordedEvent> fail(Error error) {
    throw error;
  }

  private static List<RecordedEvent> page(long position) {
    return List.of(
        new RecordedEvent(
            position,
            StreamId.of("s", "1"),
            position,
            new UUID(0, position),
            "T",
            "{}",
            Metadata.empty(),
            Instant.EPOCH,
            Instant.EPOCH));
  }
}
