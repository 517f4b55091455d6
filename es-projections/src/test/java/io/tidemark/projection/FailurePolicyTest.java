package io.tidemark.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.RetryableException;
import io.tidemark.StoreUnavailableException;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.subscription.SubscriptionRunner;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {
  private final InMemoryEventStore store = new InMemoryEventStore();

  @Test
  void what_is_left_of_any_history_with_any_poison_is_what_each_policy_says() {
    for (int seed = 1; seed <= 60; seed++) {
      InMemoryEventStore log = new InMemoryEventStore();
      Accounts.history(log, 200, seed);
      Predicate<RecordedEvent> poison = Trails.at(Trails.some(log.head(), 20 + 5 * seed, seed));
      for (FailurePolicy policy : List.of(FailurePolicy.SKIP, FailurePolicy.PARK)) {
        Projection<String, Trails.Trail> trails =
            Trails.byStream("trails", poison).onFailure(policy);
        List<Trails.Trail> expected = Trails.expected(log, policy, poison);

        assertThat(LiveProjection.of(trails, log).rows(AsOf.latest()).values())
            .as("seed %d", seed)
            .containsExactlyElementsOf(expected);
        assertThat(inMemory(log, trails, seed).list()).containsExactlyElementsOf(expected);
      }
    }
  }

  private static InMemoryProjection<String, Trails.Trail> inMemory(
      InMemoryEventStore log, Projection<String, Trails.Trail> trails, int batchSize) {
    InMemoryProjection<String, Trails.Trail> rows = InMemoryProjection.of(trails, log);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(log).add(rows).batchSize(batchSize).build()) {
      runner.catchUp();
    }
    return rows;
  }

  @Test
  void everything_that_is_put_aside_is_listed() {
    Trails.append(store, 3, 9);
    Predicate<RecordedEvent> poison = Trails.at(Set.of(2L, 8L));

    List<ParkedEvent> parked = inMemory(store, Trails.byStream("trails", poison), 2).parked();
    List<ParkedEvent> skipped =
        inMemory(store, Trails.byStream("trails", poison).onFailure(FailurePolicy.SKIP), 2)
            .parked();

    assertThat(parked).extracting(ParkedEvent::position).containsExactly(2L, 5L, 8L);
    assertThat(parked).extracting(ParkedEvent::key).containsOnly("a1");
    assertThat(parked).extracting(ParkedEvent::state).containsOnly(ParkedEvent.State.PARKED);
    assertThat(parked).extracting(ParkedEvent::attempts).containsExactly(1, 0, 0);
    assertThat(parked.get(0).error())
        .hasValueSatisfying(error -> assertThat(error).contains("position 2", "cannot take 2"));
    assertThat(parked.get(2).error()).isEmpty();
    assertThat(skipped).extracting(ParkedEvent::position).containsExactly(2L, 8L);
    assertThat(skipped).extracting(ParkedEvent::state).containsOnly(ParkedEvent.State.SKIPPED);
  }

  @Test
  void what_cannot_be_decoded_is_parked_under_its_stream_if_that_is_its_key() {
    Trails.move(store, "1");
    Accounts.appendUnknown(store, "1");
    Trails.move(store, "1");
    Trails.move(store, "2");

    InMemoryProjection<String, Trails.Trail> rows =
        inMemory(store, Trails.byStream("trails", Trails.nothing()), 10);

    assertThat(rows.list()).extracting(Trails.Trail::count).containsExactly(1L, 1L);
    assertThat(rows.parked()).extracting(ParkedEvent::position).containsExactly(2L, 3L);
    assertThat(rows.parked()).extracting(ParkedEvent::isDecoded).containsExactly(false, true);
  }

  @Test
  void what_cannot_be_decoded_stops_a_projection_with_another_key_and_it_says_why() {
    Accounts.appendUnknown(store, "1");

    assertThatThrownBy(
            () ->
                LiveProjection.of(Trails.byValue("trails", Trails.nothing()), store)
                    .rows(AsOf.latest()))
        .isInstanceOf(EventHandlingException.class)
        .hasMessageContaining("cannot be put aside: expected a key")
        .hasMessageContaining("keyed by stream")
        .hasMessageContaining("Unheard");
  }

  @Test
  void what_may_pass_is_left_to_the_runner_and_changes_nothing() {
    Trails.append(store, 2, 4);
    Projection<String, Trails.Trail> away =
        Trails.byStream(
            "trails",
            event -> {
              if (event.position() == 3) {
                throw new StoreUnavailableException("away", null);
              }
              return event.position() == 2;
            });
    TreeMap<String, Trails.Trail> rows = new TreeMap<>();

    try (var events = store.readAll(away.query())) {
      ProjectionBatch<String, Trails.Trail> batch = away.batch(events.toList());
      assertThatThrownBy(() -> batch.applyTo(rows))
          .isInstanceOf(EventHandlingException.class)
          .hasCauseInstanceOf(RetryableException.class);
      assertThat(batch.putAside()).isEmpty();
    }
    assertThat(rows).isEmpty();
  }

  /** An event may be read as several; the row takes all of them or none. */
  @Test
  void an_event_changes_a_row_as_a_whole_or_not_at_all() {
    Trails.append(store, 1, 3);
    Projection<String, Trails.Trail> twice =
        Projection.named("twice", Trails.Trail.class, Trails.Trail::account)
            .from("account", new TwiceCodec())
            .keyedBy((event, recorded) -> event)
            .fold(
                (row, event, recorded) -> {
                  if (recorded.position() == 2 && row != null && row.count() == 3) {
                    throw new IllegalStateException("refused the last change");
                  }
                  return Trails.Trail.after(Optional.ofNullable(row), event, recorded.position());
                })
            .onFailure(FailurePolicy.SKIP);

    // Of position 2 the key x is refused at its second change, y has one change and takes it.
    assertThat(LiveProjection.of(twice, store).rows(AsOf.latest()).values())
        .extracting(Trails.Trail::account, Trails.Trail::count)
        .containsExactly(tuple("x", 4L), tuple("y", 3L));
    InMemoryProjection<String, Trails.Trail> rows = inMemory(store, twice, 10);
    assertThat(rows.parked()).extracting(ParkedEvent::key).containsExactly("x");
  }

  @Test
  void the_policy_stays_when_more_is_said() {
    Projection<String, Accounts.Activity> activity = Accounts.activity("activity");

    assertThat(activity.failurePolicy()).isEqualTo(FailurePolicy.STOP);
    assertThat(
            activity
                .onFailure(FailurePolicy.PARK)
                .from("other", Accounts.CODEC)
                .keyedBy((event, recorded) -> recorded.stream().key())
                .fold((row, event, recorded) -> row)
                .failurePolicy())
        .isEqualTo(FailurePolicy.PARK);
  }
}
