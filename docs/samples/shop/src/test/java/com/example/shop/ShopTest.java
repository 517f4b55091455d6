package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.customer.EmailTakenException;
import com.example.shop.order.OrderLine;
import com.example.shop.order.OrderRefusedException;
import com.example.shop.order.OrderStatus;
import com.example.shop.view.CustomerRow;
import com.example.shop.view.OrderRow;
import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.postgres.PostgresSnapshotStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shop on a real database; each test has customers and orders of its own. */
class ShopTest {
  private static final BigDecimal TOTAL = new BigDecimal("25.00");
  private static final List<OrderLine> TWO_MUGS =
      List.of(new OrderLine("mug", 2, new BigDecimal("12.50")));

  @TempDir static Path directory;
  private static OpenShop open;
  private static Shop shop;

  @BeforeAll
  static void open() {
    open = new OpenShop(directory);
    shop = open.shop;
  }

  @AfterAll
  static void close() {
    open.close();
  }

  @Test
  void an_address_belongs_to_one_customer_however_it_is_written() {
    shop.register("eve", "Eve", "eve@example.org");
    assertThatThrownBy(() -> shop.register("mallory", "Mallory", " Eve@Example.org"))
        .isInstanceOf(EmailTakenException.class);
    shop.catchUp();
    assertThat(shop.customers())
        .extracting(CustomerRow::id)
        .contains("eve")
        .doesNotContain("mallory");
  }

  @Test
  void a_registration_that_was_cut_off_is_made_by_sending_it_again() {
    shop.register("cut", "Cut", "cut@example.org");
    assertThat(shop.register("cut", "Cut", "cut@example.org").eventCount()).isZero();
    assertThat(shop.register("cut", "Off", "cut@example.org").eventCount()).isEqualTo(1);
    assertThatThrownBy(() -> shop.register("cut", "Off", "other@example.org"))
        .hasMessageContaining("expected the e-mail cut@example.org");
  }

  @Test
  void a_registration_that_is_refused_leaves_the_address_to_others() {
    shop.register("has", "Has", "has@example.org");
    assertThatThrownBy(() -> shop.register("has", "Has", "free@example.org"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(shop.register("wants", "Wants", "free@example.org").eventCount()).isEqualTo(1);
  }

  @Test
  void an_order_that_is_paid_in_two_parts_is_published_as_paid() {
    place("paid");
    shop.pay("paid", "bank-1", new BigDecimal("10.00"));
    long position = shop.pay("paid", "bank-2", new BigDecimal("15.00")).position();
    assertThat(shop.order("paid", position).received()).isEqualByComparingTo(TOTAL);
    shop.catchUp(); // the settled payment confirms the order ...
    shop.catchUp(); // ... which is published
    assertThat(shop.order("paid", 0).status()).isEqualTo(OrderStatus.PAID);
    assertThat(open.published.stream().filter(it -> it.order().equals("paid")))
        .extracting(Publication::event)
        .containsExactly("Placed", "Paid");
    assertThatThrownBy(() -> shop.cancel("paid")).isInstanceOf(OrderRefusedException.class);
  }

  // region deadline
  @Test
  void an_order_is_cancelled_after_a_day_without_payment_and_not_before() {
    long position = place("late");
    shop.order("late", position);
    open.clock.advance(Duration.ofHours(24).minusSeconds(1));
    shop.cancelUnpaidOrders();
    assertThat(status("late")).isEqualTo(OrderStatus.PLACED);
    open.clock.advance(Duration.ofSeconds(1));
    shop.cancelUnpaidOrders();
    assertThat(status("late")).isEqualTo(OrderStatus.CANCELLED);
  }

  // end

  @Test
  void orders_can_be_seen_as_they_were() {
    long placed = place("then");
    shop.cancel("then");
    assertThat(shop.orders(AsOf.position(placed)).stream().filter(it -> it.id().equals("then")))
        .extracting(OrderRow::status)
        .containsExactly(OrderStatus.PLACED);
    assertThat(status("then")).isEqualTo(OrderStatus.CANCELLED);
  }

  @Test
  void an_order_of_the_first_version_has_a_row_and_can_be_paid() {
    EventData stored =
        EventData.of("Placed", "{\"customer\":\"ada\",\"item\":\"mug\",\"cents\":1250}");
    shop.store().append(StreamId.of("order", "old"), ExpectedVersion.noStream(), List.of(stored));
    long position = shop.pay("old", "bank-3", new BigDecimal("12.50")).position();
    assertThat(shop.order("old", position).total()).isEqualByComparingTo("12.50");
  }

  @Test
  void a_customer_who_is_renamed_often_has_a_snapshot() {
    Stream.iterate(0, i -> i < 10, i -> i + 1)
        .forEach(i -> shop.register("busy", "Name " + i, "busy@example.org"));
    assertThat(
            PostgresSnapshotStore.of(open.pool, "tidemark").find(StreamId.of("customer", "busy")))
        .isPresent();
    assertThat(shop.register("busy", "Name 9", "busy@example.org").version()).isEqualTo(10);
  }

  @Test
  void orders_and_customers_must_be_there() {
    assertThatThrownBy(() -> shop.place("x", "nobody", TWO_MUGS)).hasMessage("No customer nobody");
    assertThatThrownBy(() -> shop.pay("nothing", "bank-4", TOTAL)).hasMessage("No order nothing");
    assertThatThrownBy(() -> shop.cancel("nothing")).hasMessage("No order nothing");
    assertThatThrownBy(() -> shop.order("nothing", 0)).hasMessage("No order nothing");
  }

  @Test
  void meters_count_what_was_stored_and_what_was_handled() {
    place("measured");
    shop.catchUp();
    assertThat(shop.metrics())
        .contains("tidemark.append(TIMER)[outcome='stored']")
        .contains("tidemark.handled(COUNTER)[subscriber='orders']")
        .contains("tidemark.position(GAUGE)[subscriber='publications']");
    assertThat(shop.isHealthy()).isTrue();
  }

  private static long place(String order) {
    shop.register("of-" + order, "Ada", order + "@example.org");
    return shop.place(order, "of-" + order, TWO_MUGS).position();
  }

  private static OrderStatus status(String order) {
    return shop.order(order, shop.store().head()).status();
  }
}
