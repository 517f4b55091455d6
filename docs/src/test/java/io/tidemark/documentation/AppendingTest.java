package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/append-from-many-callers.md}. */
class AppendingTest {
  private final EventStore store = new InMemoryEventStore();

  @Test
  void a_blocking_append() {
    // region append
    AppendResult result =
        store.append(
            StreamId.of("order", "17"),
            ExpectedVersion.noStream(),
            List.of(
                EventData.of("Placed", "{\"customer\":\"ada\"}"),
                EventData.of("Paid", "{\"amount\":12.50}")));
    // end
    assertThat(result.lastVersion()).isEqualTo(2);
  }

  @Test
  void many_appends_in_flight() {
    // region in-flight
    List<CompletionStage<AppendResult>> inFlight = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      StreamId sensor = StreamId.of("sensor", "s" + i % 10);
      EventData measured = EventData.of("Measured", "{\"value\":%d}".formatted(i));
      inFlight.add(
          store.appendAsync(new AppendRequest(sensor, ExpectedVersion.any(), List.of(measured))));
    }
    for (CompletionStage<AppendResult> append : inFlight) {
      append.toCompletableFuture().join();
    }
    // end
    assertThat(store.head()).isEqualTo(1_000);
  }

  @Test
  void an_append_that_may_be_made_again() {
    UUID messageId = UUID.randomUUID();
    Instant paidAt = Instant.parse("2026-01-31T12:00:00Z");
    // region idempotent
    EventData paid =
        new EventData(messageId, "Paid", "{\"amount\":12.50}", Metadata.empty(), paidAt);
    AppendRequest request =
        new AppendRequest(StreamId.of("order", "17"), ExpectedVersion.any(), List.of(paid));

    AppendResult first = store.append(request);
    AppendResult again = store.append(request); // the message was delivered twice
    // end
    assertThat(again.alreadyAppended()).isTrue();
    assertThat(again.lastPosition()).isEqualTo(first.lastPosition());
  }
}
