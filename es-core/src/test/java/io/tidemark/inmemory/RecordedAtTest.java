package io.tidemark.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.LogQuery;
import io.tidemark.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedAtTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void recorded_at_goes_on_while_the_clock_stands_or_goes_back() {
    ManualClock clock = ManualClock.at(NOON);
    try (InMemoryEventStore store = new InMemoryEventStore(clock)) {
      append(store);
      append(store);
      clock.advance(Duration.ofHours(-1));
      append(store);
      clock.set(NOON.plusSeconds(1));
      append(store);

      assertThat(store.readAll(LogQuery.all()))
          .extracting(RecordedEvent::recordedAt)
          .containsExactly(NOON, NOON.plusNanos(1_000), NOON.plusNanos(2_000), NOON.plusSeconds(1));
    }
  }

  private static void append(InMemoryEventStore store) {
    store.append(
        StreamId.of("account", "42"),
        ExpectedVersion.any(),
        List.of(EventData.of("Deposited", "{}")));
  }
}
