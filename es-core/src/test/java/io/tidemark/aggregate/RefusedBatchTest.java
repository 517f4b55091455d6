package io.tidemark.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.InvalidEventException;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.aggregate.DecisionOutcome.Failed;
import io.tidemark.aggregate.DecisionOutcome.Stored;
import io.tidemark.aggregate.DecisionOutcome.Superseded;
import io.tidemark.aggregate.DecisionOutcome.Unknown;
import io.tidemark.store.AppendRequest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RefusedBatchTest {
  private static final StreamId STREAM = StreamId.of("counter", "a");

  @Property(tries = 300)
  void what_comes_before_the_first_bad_decision_is_stored_and_what_comes_after_is_made_again(
      @ForAll @Size(min = 2, max = 60) List<@IntRange(min = 1, max = 3) Integer> sizes,
      @ForAll @IntRange(max = 59) int anyBad) {
    int bad = anyBad % sizes.size();
    WatchedStore store = new WatchedStore();
    store.beforeAppend(RefusedBatchTest::refuseBad);

    DecisionOutcome[] outcomes = sendInParts(store, batch(sizes, bad), refusal());

    for (int i = 0; i < outcomes.length; i++) {
      assertThat(outcomes[i])
          .isInstanceOf(i < bad ? Stored.class : i == bad ? Failed.class : Superseded.class);
    }
    assertThat(store.head())
        .isEqualTo(sizes.subList(0, bad).stream().mapToInt(Integer::intValue).sum());
    assertThat(store.appends()).hasSizeLessThanOrEqualTo(2 * 6); // twice the halvings of 60
  }

  @Property(tries = 100)
  void after_a_refusal_of_unclear_meaning_what_gets_no_answer_is_not_known(
      @ForAll @Size(min = 2, max = 20) List<@IntRange(min = 1, max = 3) Integer> sizes) {
    WatchedStore store = new WatchedStore();
    store.beforeAppend(
        request -> {
          throw new StoreUnavailableException("down", null);
        });

    IllegalStateException unclear = new IllegalStateException("a bug of the store");
    DecisionOutcome[] outcomes = sendInParts(store, batch(sizes, -1), new Failed(unclear));

    assertThat(outcomes).containsOnly(new Unknown(unclear));
  }

  @Property(tries = 100)
  void what_was_stored_in_spite_of_a_refusal_is_found_by_its_event_ids(
      @ForAll @Size(min = 2, max = 20) List<@IntRange(min = 1, max = 3) Integer> sizes) {
    WatchedStore store = new WatchedStore();
    DecisionBatch batch = batch(sizes, -1);
    store.behind().append(batch.request(STREAM));
    long head = store.head();

    IllegalStateException unclear = new IllegalStateException("a bug of the store");
    DecisionOutcome[] outcomes = sendInParts(store, batch, new Failed(unclear));

    assertThat(outcomes).hasOnlyElementsOfType(Stored.class);
    assertThat(store.head()).isEqualTo(head);
  }

  private static DecisionOutcome[] sendInParts(
      WatchedStore store, DecisionBatch batch, DecisionOutcome refusal) {
    return new RefusedBatch(new DecisionSender(store), batch, STREAM).sendInParts(refusal);
  }

  private static DecisionBatch batch(List<Integer> sizes, int bad) {
    DecisionBatch batch = new DecisionBatch(0);
    for (int i = 0; i < sizes.size(); i++) {
      String data = i == bad ? "{\"bad\":true}" : "{}";
      batch.add(Stream.generate(() -> EventData.of("Added", data)).limit(sizes.get(i)).toList());
    }
    return batch;
  }

  private static Failed refusal() {
    return new Failed(new InvalidEventException(new UUID(0, 0), "Added", "expected no bad", null));
  }

  private static void refuseBad(AppendRequest request) {
    for (EventData event : request.events()) {
      if (event.data().contains("bad")) {
        throw new InvalidEventException(event.id(), event.type(), "expected no bad", null);
      }
    }
  }
}
