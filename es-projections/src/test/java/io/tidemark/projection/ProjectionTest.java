package io.tidemark.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.subscription.EventHandlingException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  private final InMemoryEventStore store = new InMemoryEventStore();

  record Nameless() {}

  record Listed(String key, List<String> values) {}

  record OptionalKey(Optional<String> key) {}

  @Test
  void a_live_projection_answers_at_any_position() {
    Accounts.append(store, "1", new Accounts.Opened("Ann"));
    Accounts.append(store, "1", new Accounts.Moved(new BigDecimal("10.50")));
    Accounts.append(store, "1", new Accounts.Moved(new BigDecimal("-0.50")));
    Accounts.append(store, "1", new Accounts.Closed(Optional.empty()));

    assertThat(balance(2)).isEqualTo(new BigDecimal("10.50"));
    assertThat(balance(3)).isEqualTo(new BigDecimal("10.00"));
    assertThat(LiveProjection.fold(Accounts.BALANCES, store, AsOf.latest())).isEmpty();
  }

  @Test
  void rows_come_in_the_order_of_their_keys() {
    for (String key : List.of("b", "c", "a")) {
      Accounts.append(store, key, new Accounts.Opened(key));
    }

    assertThat(LiveProjection.fold(Accounts.BALANCES, store, AsOf.latest()).keySet())
        .containsExactly("a", "b", "c");
  }

  @Test
  void what_a_database_would_round_is_rounded_in_memory_too() {
    Accounts.append(store, "1", new Accounts.Opened("Ann"));

    Accounts.Balance row = LiveProjection.fold(Accounts.BALANCES, store, AsOf.latest()).get("1");

    assertThat(row).isNotNull();
    assertThat(row.since()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678901Z"));
  }

  @Test
  void a_row_under_another_key_than_its_event_has_is_refused() {
    Projection<Accounts.Event, Accounts.Balance> wrong =
        Projection.named("wrong", Accounts.Balance.class)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold(
                (row, event, recorded) ->
                    new Accounts.Balance(
                        "other", Optional.empty(), BigDecimal.ONE, 0, recorded.recordedAt()));
    Accounts.append(store, "1", new Accounts.Opened("Ann"));

    assertThatThrownBy(() -> LiveProjection.fold(wrong, store, AsOf.latest()))
        .isInstanceOf(EventHandlingException.class)
        .hasMessageContaining("at position 1")
        .hasMessageContaining("expected 1, actual other");
  }

  @Test
  void a_record_that_cannot_be_a_table_is_refused_with_the_reason() {
    assertThatThrownBy(() -> Projection.named("x", Nameless.class))
        .hasMessageContaining("expected a record with components, actual none");
    assertThatThrownBy(() -> Projection.named("x", Listed.class))
        .hasMessageContaining("Invalid row component values")
        .hasMessageContaining("java.util.List");
    assertThatThrownBy(() -> Projection.named("x", OptionalKey.class))
        .hasMessageContaining("Invalid key key");
    assertThatThrownBy(() -> Projection.named("x\"; drop table y", Accounts.Line.class))
        .hasMessageContaining("Invalid projection name");
    assertThatThrownBy(() -> Projection.named("x_rebuild", Accounts.Line.class))
        .hasMessageContaining("Invalid projection name");
  }

  private BigDecimal balance(long position) {
    return LiveProjection.fold(Accounts.BALANCES, store, AsOf.position(position)).values().stream()
        .map(Accounts.Balance::balance)
        .findFirst()
        .orElseThrow();
  }
}
