package io.tidemark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.stage.Sales.Bought;
import io.tidemark.stage.Sales.Local;
import io.tidemark.stage.Sales.Money;
import io.tidemark.stage.Sales.Paid;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.window.Window;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What stages refuse when they are defined, and what tells their definitions apart. */
class StageTest {
  record Least(String key, Optional<Long> least) {}

  record Count(String key, Instant from, Instant to, long count) {}

  record Odd(Object anything) {}

  record Batch(String key, long number, long count) {}

  record Last(String key, long position, Instant at, long count) {}

  private static final Window HOUR = Window.tumbling(Duration.ofHours(1));

  private static Projection<?, Count> counted(Stage<Money> stage) {
    return Windows.named("counted", Count.class, Count::key)
        .from(stage)
        .keyedBy(Money::order)
        .over(HOUR)
        .accumulate(Count::count, Accumulators.count())
        .projection();
  }

  private static Stage<Money> moneyAsItIs() {
    return Sales.local(true).map(Money.class, local -> new Money(local.region(), local.amount()));
  }

  @Test
  void accumulators_that_cannot_forget_are_refused_where_elements_are_taken_back() {
    var least =
        Windows.named("least", Least.class, Least::key)
            .from(Sales.local(true))
            .keyedBy(Local::region)
            .overAllTime()
            .accumulateOptional(Least::least, Accumulators.min(Local::amount));

    assertThatThrownBy(least::projection)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Invalid accumulator of least in projection least: expected one that can forget")
        .hasMessageContaining("sum with a scale");
  }

  @Test
  void windows_that_take_nothing_back_refuse_elements_that_are_taken_back() {
    assertThatThrownBy(
            () ->
                Windows.named("sessions", Count.class, Count::key)
                    .from(moneyAsItIs())
                    .keyedBy(Money::order)
                    .over(Window.session(Duration.ofHours(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid stage of sessions: expected elements that stay")
        .hasMessageContaining("use tumbling or hopping windows");
    assertThatThrownBy(
            () ->
                Windows.named("batches", Batch.class, Batch::key)
                    .from(moneyAsItIs())
                    .keyedBy(Money::order)
                    .over(Window.batchLength(2)))
        .hasMessageContaining("Invalid stage of batches");
    assertThatThrownBy(
            () ->
                Windows.named("last", Last.class, Last::key)
                    .from(moneyAsItIs())
                    .keyedBy(Money::order)
                    .over(Window.slidingLength(2)))
        .hasMessageContaining("Invalid stage of sliding windows");
    assertThatThrownBy(
            () ->
                moneyAsItIs()
                    .into(
                        Projection.named("money", Money.class, Money::order),
                        Money::order,
                        (before, money) -> money))
        .hasMessageContaining("Invalid stage of a fold");
    assertThatThrownBy(() -> moneyAsItIs().pairedWith(Sales.paid(), Money::order, Money::order))
        .hasMessageContaining("Invalid stage of a join within a time");
    assertThatThrownBy(() -> moneyAsItIs().join(Sales.HOMES, Money::order).asOfEvent())
        .hasMessageContaining("Invalid stage of a join as of the event");
  }

  @Test
  void rows_of_events_are_refused_where_an_event_has_several_elements() {
    Stage<Money> several =
        Sales.bought()
            .flatMap(Money.class, bought -> List.of(new Money(bought.order(), bought.amount())));

    assertThatThrownBy(
            () ->
                Windows.named("last", Last.class, Last::key)
                    .from(several)
                    .keyedBy(Money::order)
                    .over(Window.slidingLength(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at most one element of each event");
  }

  @Test
  void branches_that_overlap_stop_at_an_event_that_is_in_both() {
    Stage<Bought> bought = Sales.bought();
    Projection<?, Last> last =
        Windows.named("last", Last.class, Last::key)
            .from(bought.filter(each -> each.amount() > 3).merge(bought))
            .keyedBy(Bought::order)
            .over(Window.slidingLength(2))
            .accumulate(Last::count, Accumulators.count())
            .projection();
    InMemoryEventStore store = new InMemoryEventStore();
    Sales.append(store, "order", "o", Sales.ORDERS, new Sales.Placed("c", 2), Instant.EPOCH);
    assertThat(LiveProjection.of(last, store).rows(AsOf.latest())).hasSize(1);
    Sales.append(store, "order", "o", Sales.ORDERS, new Sales.Placed("c", 5), Instant.EPOCH);

    assertThatThrownBy(() -> LiveProjection.of(last, store).rows(AsOf.latest()))
        .isInstanceOf(EventHandlingException.class)
        .hasStackTraceContaining("Wrong elements of an event: expected at most one");
  }

  @Test
  void what_is_kept_must_be_a_record_that_can_be() {
    assertThatThrownBy(
            () -> Sales.bought().map(Odd.class, Odd::new).join(Sales.HOMES, any -> "x").asItIs())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid elements of a join with a read model as it is")
        .hasMessageContaining("anything");
    assertThatThrownBy(
            () ->
                Stage.from("order", Sales.ORDERS)
                    .only(Sales.Order.class)
                    .join(Sales.HOMES, any -> "x")
                    .asItIs())
        .hasMessageContaining("Order");
    assertThatThrownBy(
            () -> Sales.bought().pairedWith(Sales.paid(), each -> each.order(), Money::order))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_pair_whose_bounds_are_swapped_is_refused() {
    var pair = Sales.bought().pairedWith(Sales.paid(), Bought::order, Money::order);

    assertThatThrownBy(() -> pair.between(Duration.ofMinutes(1), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at least PT1M, actual PT0S");
    assertThatThrownBy(() -> pair.within(Duration.ofMinutes(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    Duration tooLong = Duration.ofSeconds(Long.MAX_VALUE);
    assertThatThrownBy(() -> pair.within(tooLong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid time between paired elements: expected at most 100000 days, actual "
                + tooLong);
    assertThatThrownBy(() -> pair.between(tooLong.negated(), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at most 100000 days");
  }

  @Test
  void windows_across_keys_are_of_rows_without_a_key_and_the_other_way_round() {
    assertThatThrownBy(
            () -> Windows.named("counted", Count.class, Count::key).from(Sales.paid()).acrossKeys())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected rows that begin with their window")
        .hasMessageContaining("[key]");
    assertThatThrownBy(
            () ->
                Windows.named("all", StageCases.AllTotal.class)
                    .from(Sales.paid())
                    .acrossKeys()
                    .overAllTime())
        .hasMessageContaining("expected a key, since there are no windows");
  }

  @Test
  void other_stages_have_other_words() {
    Stage<Money> paid = Sales.paid();
    List<Projection<?, ?>> all =
        List.of(
            counted(paid),
            counted(paid.filter(money -> money.amount() > 1)),
            counted(paid.merge(paid)),
            counted(paid.map(Money.class, money -> money)),
            counted(paid.flatMap(Money.class, List::of)),
            counted(moneyAsItIs()),
            counted(
                Sales.localOrNot(true)
                    .map(Money.class, local -> new Money(local.region(), local.amount()))),
            counted(
                Sales.local(false)
                    .map(Money.class, local -> new Money(local.region(), local.amount()))),
            counted(pairs(10)),
            counted(pairs(11)));

    assertThat(all.stream().map(Projection::madeOfText)).doesNotHaveDuplicates();
    assertThat(counted(pairs(10)).madeOfText())
        .startsWith(
            "from order, payment through order to Bought (text order, text customer, long amount)"
                + " by order paired with payment only Paid to Money (text order, long amount) by"
                + " order from PT0S through PT10M later to Money in windows of PT1H");
  }

  private static Stage<Money> pairs(int minutes) {
    return Sales.bought()
        .pairedWith(Sales.paid(), Bought::order, Money::order)
        .within(Duration.ofMinutes(minutes))
        .map(Money.class, (bought, money) -> money);
  }

  @Test
  void the_code_of_each_function_is_known() {
    assertThat(counted(Sales.paid().filter(new More())).foldVersion())
        .isNotEmpty()
        .isNotEqualTo(counted(Sales.paid().filter(money -> money.amount() > 1)).foldVersion());
    assertThat(counted(moneyAsItIs().filter(new More())).foldVersion())
        .isNotEqualTo(counted(moneyAsItIs().filter(money -> money.amount() > 1)).foldVersion());
  }

  /** Code in another class. */
  private record More() implements Predicate<Money> {
    @Override
    public boolean test(Money money) {
      return money.amount() > 1;
    }
  }

  @Test
  void an_event_is_read_once_in_however_many_places_it_is() {
    AtomicInteger reads = new AtomicInteger();
    EventCodec<Sales.Payment> counting =
        new CountingCodec<>(JacksonEventCodec.ofSealed(Sales.Payment.class), reads);
    Stage<Paid> paid = Stage.from("payment", counting).only(Paid.class);
    Stage<Paid> pairs =
        paid.pairedWith(paid, Paid::order, Paid::order)
            .within(Duration.ofMinutes(1))
            .map(Paid.class, (one, other) -> one);
    InMemoryEventStore store = new InMemoryEventStore();
    Sales.append(store, "payment", "p", Sales.PAYMENTS, new Paid("o", 2), Instant.EPOCH);

    assertThat(
            LiveProjection.of(pairs.into(Projection.named("pairs", Paid.class, Paid::order)), store)
                .rows(AsOf.latest())
                .values())
        .containsExactly(new Paid("o", 2));
    assertThat(reads).hasValue(1);
  }

  @Test
  void a_sum_with_a_scale_forgets_exactly_and_refuses_more_digits() {
    var sum = Accumulators.<BigDecimal>sum(value -> value, 2);
    BigDecimal whole = sum.merge(sum.add(null, new BigDecimal("1")), new BigDecimal("2.50"));

    assertThat(whole).isEqualTo(new BigDecimal("3.50"));
    assertThat(sum.without(whole, new BigDecimal("2.50"))).isEqualTo(new BigDecimal("1.00"));
    assertThatThrownBy(() -> sum.add(null, new BigDecimal("0.001")))
        .isInstanceOf(ArithmeticException.class);
  }
}
