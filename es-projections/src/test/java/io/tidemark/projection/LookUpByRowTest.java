package io.tidemark.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.RecordedEvent;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.Accounts.Balance;
import io.tidemark.projection.Accounts.Mentioned;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import io.tidemark.subscription.EventHandlingException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a batch asks of another read model if the keys come from its rows. */
class LookUpByRowTest {
  private static final Projection<String, Balance> BALANCES = Notes.balances("balances");

  /** One row, which watches the account that was mentioned last. */
  private static final Projection<String, Watch> WATCH =
      Projection.named("watch", Watch.class, Watch::key)
          .from("mention", Accounts.MENTIONS)
          .keyedByStream()
          .lookingUp(BALANCES, (row, event, recorded) -> row == null ? null : row.account())
          .fold(
              (row, found, event, recorded) -> {
                String seen = found.in(BALANCES).flatMap(Balance::owner).orElse("-");
                return new Watch(
                    recorded.stream().key(),
                    ((Mentioned) event).account(),
                    (row == null ? "" : row.seen()) + seen);
              });

  private final EventStore store = new InMemoryEventStore();
  private final List<Integer> questions = new ArrayList<>();

  record Watch(String key, String account, String seen) {}

  /** Each account is its own owner, whenever one asks. */
  @SuppressWarnings("unchecked") // there is one read model
  private void answer(List<LookedUp.Request<?, ?>> requests) {
    questions.add(requests.size());
    for (LookedUp.Request<?, ?> each : requests) {
      LookedUp.Request<String, Balance> request = (LookedUp.Request<String, Balance>) each;
      request.answer(
          request
              .key()
              .map(
                  key ->
                      new Balance(
                          key, Optional.of(key), BigDecimal.ZERO, 0, each.event().recordedAt())));
    }
  }

  private ProjectionBatch<String, Watch> batch() {
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      return WATCH.batch(events.toList(), Shard.WHOLE, this::answer);
    }
  }

  private static Watch only(Map<String, Optional<Watch>> rows) {
    return rows.get("t").orElseThrow();
  }

  @Test
  void rows_that_keep_their_keys_ask_once_for_all_their_events() {
    for (int i = 0; i < 100; i++) {
      Accounts.mention(store, "t", "a");
      Accounts.mention(store, "u" + i % 10, "b");
    }

    Map<String, Optional<Watch>> rows = batch().fold(Map.of());

    assertThat(only(rows).seen()).isEqualTo("-" + "a".repeat(99));
    assertThat(rows.get("u3").orElseThrow().seen()).isEqualTo("-" + "b".repeat(9));
    assertThat(questions).containsExactly(99 + 90);
  }

  @Test
  void a_row_of_which_each_event_changes_the_key_asks_for_little_in_vain() {
    StringBuilder expected = new StringBuilder("-");
    for (int i = 0; i < 200; i++) {
      Accounts.mention(store, "t", i % 2 == 0 ? "a" : "b");
      expected.append(i % 2 == 0 ? "a" : "b");
    }
    expected.setLength(200);

    assertThat(only(batch().fold(Map.of())).seen()).isEqualTo(expected.toString());
    assertThat(questions.stream().mapToInt(Integer::intValue).sum()).isBetween(199, 600);
  }

  @Test
  void what_was_foreseen_for_other_rows_is_not_taken_for_the_answer() {
    Accounts.mention(store, "t", "b");
    Accounts.mention(store, "t", "c");
    ProjectionBatch<String, Watch> batch = batch();

    batch.foresee(keys -> new HashMap<>(Map.of("t", new Watch("t", "x", ""))));
    assertThat(questions).hasSize(2);
    Map<String, Optional<Watch>> rows = batch.fold(Map.of("t", new Watch("t", "a", "")));

    assertThat(only(rows).seen()).isEqualTo("ab");
    assertThat(questions).hasSize(3);
  }

  @Test
  void what_is_foreseen_costs_the_fold_no_question() {
    Accounts.mention(store, "t", "b");
    Accounts.mention(store, "t", "c");
    ProjectionBatch<String, Watch> batch = batch();
    Map<String, Watch> rows = Map.of("t", new Watch("t", "a", ""));

    batch.foresee(keys -> rows);
    int before = questions.size();

    assertThat(only(batch.withWaiting(Set.of("other")).fold(rows)).seen()).isEqualTo("ab");
    assertThat(questions).hasSize(before);
  }

  @Test
  void a_key_that_cannot_be_given_is_refused_by_the_row_that_was_to_give_it() {
    Projection<String, Watch> strict =
        Projection.named("watch", Watch.class, Watch::key)
            .from("mention", Accounts.MENTIONS)
            .keyedByStream()
            .lookingUp(
                BALANCES,
                (row, event, recorded) -> {
                  if (row != null && row.account().equals("bad")) {
                    throw new IllegalStateException("no key");
                  }
                  return "a";
                })
            .fold(
                (row, found, event, recorded) ->
                    new Watch(recorded.stream().key(), ((Mentioned) event).account(), ""));
    Accounts.mention(store, "t", "bad");
    Accounts.mention(store, "u", "good");
    Accounts.mention(store, "t", "good");
    Accounts.mention(store, "u", "good");

    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      List<RecordedEvent> all = events.toList();
      assertThatThrownBy(
              () -> strict.batch(all, Shard.WHOLE, this::answer).applyTo(new HashMap<>()))
          .isInstanceOf(EventHandlingException.class)
          .hasMessageContaining("position 3")
          .hasMessageContaining("no key");
      ProjectionBatch<String, Watch> parking =
          strict.onFailure(FailurePolicy.PARK).batch(all, Shard.WHOLE, this::answer);
      assertThat(only(parking.fold(Map.of())).account()).isEqualTo("bad");
      assertThat(parking.putAside()).extracting(PutAside::key).containsExactly("t");
    }
  }

  @Test
  void what_the_other_read_model_says_is_no_refusal_of_the_row() {
    Accounts.mention(store, "t", "a");
    Accounts.mention(store, "t", "a");
    Projection<String, Watch> parking = WATCH.onFailure(FailurePolicy.PARK);

    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      List<RecordedEvent> all = events.toList();
      ProjectionBatch<String, Watch> batch =
          parking.batch(
              all,
              Shard.WHOLE,
              requests -> {
                throw new EventHandlingException(
                    "balances", all.get(0), new IllegalStateException("cannot take it"));
              });

      assertThatThrownBy(() -> batch.fold(Map.of()))
          .isInstanceOf(EventHandlingException.class)
          .hasMessageContaining("balances");
      assertThat(batch.putAside()).isEmpty();
    }
  }
}
