package io.tidemark.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.subscription.EventHandlingException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  private final InMemoryEventStore store = new InMemoryEventStore();

  record Nameless() {}

  record Listed(String key, Set<String> values) {}

  record OptionalKey(Optional<String> key) {}

  @Test
  void a_live_projection_answers_at_any_position() {
    Accounts.append(store, "1", new Accounts.Opened("Ann"));
    Accounts.append(store, "1", new Accounts.Moved(new BigDecimal("10.50")));
    Accounts.append(store, "1", new Accounts.Moved(new BigDecimal("-0.50")));
    Accounts.append(store, "1", new Accounts.Closed(Optional.empty()));

    assertThat(balance(2)).isEqualTo(new BigDecimal("10.50"));
    assertThat(balance(3)).isEqualTo(new BigDecimal("10.00"));
    assertThat(LiveProjection.of(Accounts.BALANCES, store).rows(AsOf.latest())).isEmpty();
  }

  @Test
  void rows_come_in_the_order_of_their_keys() {
    for (String key : List.of("b", "c", "a")) {
      Accounts.append(store, key, new Accounts.Opened(key));
    }

    assertThat(LiveProjection.of(Accounts.BALANCES, store).rows(AsOf.latest()).keySet())
        .containsExactly("a", "b", "c");
  }

  @Test
  void what_a_database_would_round_is_rounded_in_memory_too() {
    Accounts.append(store, "1", new Accounts.Opened("Ann"));

    Accounts.Balance row = LiveProjection.of(Accounts.BALANCES, store).rows(AsOf.latest()).get("1");

    assertThat(row).isNotNull();
    assertThat(row.since()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678901Z"));
  }

  @Test
  void a_row_under_another_key_than_its_event_has_is_refused() {
    Projection<String, Accounts.Balance> wrong =
        Projection.named("wrong", Accounts.Balance.class, Accounts.Balance::account)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold(
                (row, event, recorded) ->
                    new Accounts.Balance(
                        "other", Optional.empty(), BigDecimal.ONE, 0, recorded.recordedAt()));
    Accounts.append(store, "1", new Accounts.Opened("Ann"));

    assertThatThrownBy(() -> LiveProjection.of(wrong, store).rows(AsOf.latest()))
        .isInstanceOf(EventHandlingException.class)
        .hasMessageContaining("at position 1")
        .hasMessageContaining("expected 1, actual other");
  }

  @Test
  void a_record_that_cannot_be_a_table_is_refused_with_the_reason() {
    assertThatThrownBy(() -> Projection.named("x", Nameless.class, row -> ""))
        .hasMessageContaining("expected a record with components, actual none");
    assertThatThrownBy(() -> Projection.named("x", Listed.class, Listed::key))
        .hasMessageContaining("Invalid row component values")
        .hasMessageContaining("java.util.Set");
    assertThatThrownBy(() -> Projection.named("x", OptionalKey.class, OptionalKey::key))
        .hasMessageContaining("Invalid key key");
    assertThatThrownBy(
            () ->
                Projection.named("x\"; drop table y", Accounts.Line.class, Accounts.Line::position))
        .hasMessageContaining("Invalid projection name");
    assertThatThrownBy(
            () -> Projection.named("x_rebuild", Accounts.Line.class, Accounts.Line::position))
        .hasMessageContaining("Invalid projection name");
  }

  @Test
  void a_reference_to_another_component_than_the_first_is_no_key() {
    assertThatThrownBy(() -> Projection.named("x", Accounts.Line.class, Accounts.Line::account))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid key of projection x: expected the first component position of Line, actual account");
    Projection<String, Accounts.Line> hidden =
        Projection.named("x", Accounts.Line.class, line -> line.account())
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold(
                (row, event, recorded) ->
                    new Accounts.Line(1, "1", BigDecimal.ONE, recorded.recordedAt()));
    Accounts.append(store, "1", new Accounts.Opened("Ann"));

    assertThatThrownBy(() -> LiveProjection.of(hidden, store).rows(AsOf.latest()))
        .isInstanceOf(EventHandlingException.class)
        .hasMessageContaining("Wrong key in row");
  }

  @Test
  void events_of_several_categories_come_in_the_order_of_the_log_each_to_its_own_fold() {
    Projection<String, Accounts.Activity> activity = Accounts.activity("activity");
    Accounts.append(store, "1", new Accounts.Moved(new BigDecimal("100")));
    Accounts.mention(store, "t", "1");
    Accounts.append(store, "1", new Accounts.Moved(new BigDecimal("5")));
    Accounts.mention(store, "t", "2");

    assertThat(activity.query().categories()).containsExactlyInAnyOrder("account", "mention");
    var rows = LiveProjection.of(activity, store).rows(AsOf.latest());
    assertThat(rows.keySet()).containsExactly("1", "2");
    assertThat(rows.get("1").balance()).isEqualTo(new BigDecimal("15.0"));
    assertThat(rows.get("2").mentions()).isEqualTo(1);
  }

  @Test
  void an_error_in_a_fold_or_a_key_names_the_event() {
    List<Error> errors =
        List.of(
            new AssertionError("bug"), new NoClassDefFoundError("bug"), new StackOverflowError());
    Accounts.append(store, "1", new Accounts.Opened("Ann"));
    for (Error error : errors) {
      Projection<String, Accounts.Balance> inFold =
          Projection.named("x", Accounts.Balance.class, Accounts.Balance::account)
              .from("account", Accounts.CODEC)
              .keyedBy((event, recorded) -> "1")
              .fold(
                  (row, event, recorded) -> {
                    throw error;
                  });
      Projection<String, Accounts.Balance> inKey =
          Projection.named("x", Accounts.Balance.class, Accounts.Balance::account)
              .from("account", Accounts.CODEC)
              .keyedBy(
                  (event, recorded) -> {
                    throw error;
                  })
              .fold((row, event, recorded) -> row);
      for (Projection<String, Accounts.Balance> broken : List.of(inFold, inKey)) {
        assertThatThrownBy(() -> LiveProjection.of(broken, store).rows(AsOf.latest()))
            .isInstanceOfSatisfying(
                EventHandlingException.class, e -> assertThat(e.position()).isEqualTo(1))
            .hasCause(error);
      }
    }
  }

  @Test
  void an_event_that_is_read_as_several_or_as_none_changes_the_row_as_often() {
    EventCodec<Accounts.Event> each =
        new EventCodec<>() {
          @Override
          public EventData encode(Accounts.Event event, Metadata metadata, Instant occurredAt) {
            return Accounts.CODEC.encode(event, metadata, occurredAt);
          }

          @Override
          public List<Accounts.Event> decode(RecordedEvent event) {
            Accounts.Moved moved = (Accounts.Moved) Accounts.CODEC.decode(event).get(0);
            return Collections.nCopies(moved.amount().intValueExact(), moved);
          }

          @Override
          public Set<String> types() {
            return Accounts.CODEC.types();
          }
        };
    Projection<String, Accounts.Balance> counting =
        Projection.named("x", Accounts.Balance.class, Accounts.Balance::account)
            .from("account", each)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold(
                (row, event, recorded) ->
                    new Accounts.Balance(
                        recorded.stream().key(),
                        Optional.empty(),
                        BigDecimal.ZERO,
                        row == null ? 1 : row.moves() + 1,
                        Instant.EPOCH));
    for (int times : new int[] {2, 0, 3}) {
      Accounts.append(store, "1", new Accounts.Moved(BigDecimal.valueOf(times)));
    }
    Accounts.append(store, "2", new Accounts.Moved(BigDecimal.ZERO));

    assertThat(LiveProjection.of(counting, store).rows(AsOf.latest()).values())
        .extracting(Accounts.Balance::account, Accounts.Balance::moves)
        .containsExactly(tuple("1", 5));
  }

  @Test
  void half_an_emoji_is_refused_whatever_the_size_of_a_batch() {
    Projection<String, Accounts.Balance> cutting =
        Projection.named("x", Accounts.Balance.class, Accounts.Balance::account)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> "1")
            .fold(
                (row, event, recorded) ->
                    new Accounts.Balance(
                        "1",
                        Optional.of("ab\uD83D\uDE00".substring(0, 3)),
                        BigDecimal.ONE,
                        0,
                        recorded.recordedAt()));
    Accounts.append(store, "1", new Accounts.Opened("Ann"));

    assertThatThrownBy(() -> LiveProjection.of(cutting, store).rows(AsOf.latest()))
        .isInstanceOf(EventHandlingException.class)
        .hasMessageContaining("Invalid owner in a row of Balance: expected text, actual \\ud83d");
  }

  private BigDecimal balance(long position) {
    return LiveProjection.of(Accounts.BALANCES, store)
        .rows(AsOf.position(position))
        .values()
        .stream()
        .map(Accounts.Balance::balance)
        .findFirst()
        .orElseThrow();
  }
}
