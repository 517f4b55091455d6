package io.tidemark.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.Payouts.Share;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.subscription.EventHandlingException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One event that changes several rows. */
class FanOutTest {
  private final InMemoryEventStore store = new InMemoryEventStore();

  record Amount(BigDecimal amount, int events) {}

  @Test
  void each_row_is_changed_once_however_often_its_key_is_named() {
    Payouts.pay(store, 5, "a2", "a1", "a2");

    assertThat(LiveProjection.of(Payouts.shares("shares"), store).rows(AsOf.latest()).values())
        .containsExactly(new Share("a1", 36, 1, 1), new Share("a2", 36, 1, 1));
  }

  @Test
  void rows_change_in_the_order_of_the_keys() {
    List<String> order = new ArrayList<>();
    Projection<String, Share> watching =
        Projection.named("shares", Share.class, Share::account)
            .from("payout", Payouts.CODEC)
            .keyedByEach((event, recorded) -> Payouts.accounts(event))
            .fold(
                (row, key, event, recorded) -> {
                  order.add(key);
                  return row;
                });
    Payouts.pay(store, 5, "c", "a", "b", "a");

    assertThat(LiveProjection.of(watching, store).rows(AsOf.latest())).isEmpty();
    assertThat(order).containsExactly("c", "a", "b");
  }

  @Test
  void keys_that_are_the_same_to_the_database_are_the_same_key() {
    Projection<BigDecimal, Amount> amounts =
        Projection.named("amounts", Amount.class, Amount::amount)
            .from("payout", Payouts.CODEC)
            .keyedByEach(
                (event, recorded) -> List.of(new BigDecimal("1.0"), new BigDecimal("1.00")))
            .fold(
                (row, key, event, recorded) -> new Amount(key, row == null ? 1 : row.events() + 1));
    Payouts.pay(store, 5, "a");

    assertThat(LiveProjection.of(amounts, store).rows(AsOf.latest()).values())
        .extracting(Amount::events)
        .containsExactly(1);
  }

  @Test
  void an_event_of_several_rows_is_as_many_changes() {
    Payouts.pay(store, 5, "a1", "a2", "a1");
    Payouts.pay(store, 5);
    Projection<String, Share> shares = Payouts.shares("shares");

    assertThat(shares.isKeyedByStream()).isFalse();
    try (var events = store.readAll(shares.query())) {
      assertThat(shares.batch(events.toList()).tally().count()).isEqualTo(2);
    }
  }

  @Test
  void a_key_that_is_none_names_the_event() {
    Projection<String, Share> broken =
        Projection.named("shares", Share.class, Share::account)
            .from("payout", Payouts.CODEC)
            .keyedByEach((event, recorded) -> Arrays.asList("a", null))
            .fold((row, key, event, recorded) -> row);
    Payouts.pay(store, 5, "a");

    assertThatThrownBy(() -> LiveProjection.of(broken, store).rows(AsOf.latest()))
        .isInstanceOfSatisfying(
            EventHandlingException.class, e -> assertThat(e.position()).isEqualTo(1))
        .hasCauseInstanceOf(NullPointerException.class);
  }

  @Test
  void a_row_under_another_key_is_refused() {
    Projection<String, Share> wrong =
        Projection.named("shares", Share.class, Share::account)
            .from("payout", Payouts.CODEC)
            .keyedByEach((event, recorded) -> Payouts.accounts(event))
            .fold((row, key, event, recorded) -> new Share("a", 1, 1, 1));
    Payouts.pay(store, 5, "a", "b");

    assertThatThrownBy(() -> LiveProjection.of(wrong, store).rows(AsOf.latest()))
        .hasMessageContaining("expected b, actual a");
  }
}
