package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.InvalidEventException;
import io.tidemark.RetryableException;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.StreamConditionException;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.AppendOutcomeUnknownException;
import io.tidemark.store.EventIdConflictException;
import io.tidemark.store.EventStore;
import io.tidemark.store.WrongExpectedVersionException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/map-errors-to-http.md}. */
class HttpStatusTest {
  private final EventStore store = new InMemoryEventStore();
  private final AggregateRepository<Item, ItemEvent> items =
      AggregateRepository.of("item", Item::new, store, Item.CODEC);

  // region status
  static int statusOf(RuntimeException error) {
    if (error instanceof OutOfStockException) {
      return 409; // a refusal of your own: whatever it means in your API
    }
    if (error instanceof StreamConditionException e) {
      if (e.actual() == 0) {
        return 404; // it must exist, and does not
      }
      return e.expected() instanceof ExpectedVersion.Exactly ? 412 : 409;
    }
    if (error instanceof WrongExpectedVersionException) {
      return 409; // others were faster, also after all attempts
    }
    if (error instanceof EventIdConflictException) {
      return 422; // the id of this request was used for another one
    }
    if (error instanceof InvalidEventException) {
      return 400;
    }
    if (error instanceof AppendOutcomeUnknownException) {
      return 504; // perhaps done: the client repeats the request with the same id
    }
    if (error instanceof RetryableException) {
      return 503; // with Retry-After
    }
    return 500;
  }

  // end

  private static int statusAfter(Runnable request) {
    try {
      request.run();
      return 200;
    } catch (RuntimeException e) {
      return statusOf(e);
    }
  }

  @Test
  void each_failure_has_a_status() {
    items.execute("bolt-m8", item -> item.receive(2, "Acme"));
    var existing = items.withExpectedVersion(ExpectedVersion.streamExists());
    var ifMatch = items.withExpectedVersion(ExpectedVersion.exactly(7));
    var fresh = items.withExpectedVersion(ExpectedVersion.noStream());

    assertThat(statusAfter(() -> items.execute("bolt-m8", item -> item.pick(9, "order-1"))))
        .isEqualTo(409);
    assertThat(statusAfter(() -> existing.execute("blot-m8", item -> item.pick(1, "order-1"))))
        .isEqualTo(404);
    assertThat(statusAfter(() -> ifMatch.execute("bolt-m8", item -> item.pick(1, "order-1"))))
        .isEqualTo(412);
    assertThat(statusAfter(() -> fresh.execute("bolt-m8", item -> item.receive(1, "Acme"))))
        .isEqualTo(409);
    assertThat(statusAfter(() -> store.append(item(), ExpectedVersion.exactly(7), data("{}"))))
        .isEqualTo(409);
    assertThat(statusAfter(() -> store.append(item(), ExpectedVersion.any(), data("{"))))
        .isEqualTo(400);
    assertThat(statusOf(new AppendOutcomeUnknownException(item(), List.of(new UUID(0, 1)), null)))
        .isEqualTo(504);
    assertThat(statusOf(new StoreUnavailableException("Database unavailable", null)))
        .isEqualTo(503);
    assertThat(statusOf(new ArithmeticException())).isEqualTo(500);
  }

  private static StreamId item() {
    return StreamId.of("item", "bolt-m8");
  }

  private static List<EventData> data(String json) {
    return List.of(EventData.of("Received", json));
  }
}
