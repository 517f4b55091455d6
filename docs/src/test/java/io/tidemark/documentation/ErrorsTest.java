package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.PermanentException;
import io.tidemark.RetryPolicy;
import io.tidemark.RetryableException;
import io.tidemark.StreamId;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.StreamConditionException;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventStore;
import io.tidemark.store.WrongExpectedVersionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/handle-conflicts-and-errors.md}. */
class ErrorsTest {
  private final EventStore store = new InMemoryEventStore();
  private final List<String> log = new ArrayList<>();

  @Test
  void a_repository_decides_again_by_its_policy() {
    // region retry
    var items =
        AggregateRepository.of("item", Item::new, store, Item.CODEC)
            .withRetry(RetryPolicy.of(5, Duration.ofMillis(2), Duration.ofMillis(100)));
    // end
    assertThat(items.execute("bolt-m8", item -> item.receive(1, "Acme")).attempts()).isEqualTo(1);
  }

  @Test
  void a_mistyped_key_begins_no_stream() {
    var items = AggregateRepository.of("item", Item::new, store, Item.CODEC);
    // region existing
    var known = items.withExpectedVersion(ExpectedVersion.streamExists());
    try {
      known.execute("blot-m8", item -> item.receive(10, "Acme"));
    } catch (StreamConditionException e) {
      // ... command on item-blot-m8: expected an existing stream, actual no stream
      log.add("no such item: " + e.stream().key());
    }
    // end
    assertThat(log).containsExactly("no such item: blot-m8");
    assertThat(store.head()).isZero();
  }

  @Test
  void a_conflict_says_what_was_expected_and_what_is_there() {
    StreamId stream = StreamId.of("order", "17");
    List<EventData> events = List.of(EventData.of("Paid", "{}"));
    store.append(stream, ExpectedVersion.noStream(), events);
    // region conflict
    try {
      store.append(stream, ExpectedVersion.exactly(3), List.of(EventData.of("Shipped", "{}")));
    } catch (WrongExpectedVersionException e) {
      // Wrong expected version for order-17: expected exactly 3, actual 1
      log.add("decide again on version " + e.actual());
    }
    // end
    assertThat(log).containsExactly("decide again on version 1");
  }

  @Test
  void there_are_two_families() {
    AppendRequest request =
        new AppendRequest(
            StreamId.of("order", "17"),
            ExpectedVersion.any(),
            List.of(EventData.of("Paid", "{\"amount\":}")));
    assertThat(appended(request)).isFalse();
    assertThat(log).singleElement().asString().startsWith("refused: Invalid event");
  }

  // region families
  boolean appended(AppendRequest request) {
    try {
      AppendResult result = store.append(request);
      log.add("stored at position " + result.lastPosition());
      return true;
    } catch (RetryableException e) {
      log.add("put back into the queue: " + e.getMessage());
    } catch (PermanentException e) {
      log.add("refused: " + e.getMessage());
    }
    return false;
  }
  // end
}
