package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.documentation.FindingPatternsTest.OrderEvent.Cancelled;
import io.tidemark.documentation.FindingPatternsTest.OrderEvent.Ordered;
import io.tidemark.documentation.FindingPatternsTest.OrderEvent.Paid;
import io.tidemark.pattern.Element;
import io.tidemark.pattern.MatchKey;
import io.tidemark.pattern.Patterns;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.window.WindowFixture;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The how-to about patterns. */
class FindingPatternsTest {
  static final EventCodec<OrderEvent> CODEC = JacksonEventCodec.ofSealed(OrderEvent.class);

  // region events
  sealed interface OrderEvent {
    record Ordered(BigDecimal amount) implements OrderEvent {}

    record Paid(BigDecimal amount) implements OrderEvent {}

    record Cancelled(String reason) implements OrderEvent {}
  }

  // end

  // region unpaid
  static final Element<Ordered> ORDERED = Element.of("ordered", Ordered.class);
  static final Element<Paid> PAID = Element.of("paid", Paid.class);

  record Unpaid(String order, long position, Instant since, BigDecimal amount) {

    static final Projection<MatchKey<String>, Unpaid> PROJECTION =
        Patterns.named("unpaid", Unpaid.class, Unpaid::order)
            .from("order", CODEC)
            .keyedByStream()
            .first(ORDERED)
            .absent(PAID)
            .within(Duration.ofDays(1))
            .rows(
                match ->
                    new Unpaid(
                        match.key(),
                        match.position(),
                        match.from(),
                        match.event(ORDERED).amount()));
  }

  // end

  record PaidOrder(String order, long position, Instant from, Instant to) {}

  record InParts(String order, long position, int parts, BigDecimal paid) {}

  private static Instant at(String dayAndTime) {
    return Instant.parse("2026-03-0%s:00Z".formatted(dayAndTime));
  }

  private static Ordered ordered(int amount) {
    return new Ordered(BigDecimal.valueOf(amount));
  }

  private static Paid paid(int amount) {
    return new Paid(BigDecimal.valueOf(amount));
  }

  // region late
  @Test
  void a_late_payment_takes_back_that_there_was_none() {
    Unpaid unpaid = new Unpaid("7", 1, at("1T10:00"), BigDecimal.TEN);

    WindowFixture.of(Unpaid.PROJECTION, "order", CODEC)
        .given("7", at("1T10:00"), ordered(10))
        .given("8", at("2T09:59"), ordered(20))
        .thenNothing()
        .given("8", at("2T10:00"), paid(20)) // a day has passed
        .thenCame(unpaid)
        .given("7", at("2T09:30"), paid(10)) // recorded late
        .thenWent(unpaid)
        .thenRows();
  }

  // end

  @Test
  void neither_paid_nor_cancelled_within_a_day() {
    // region neither
    Element<OrderEvent> settled =
        Element.of("settled", OrderEvent.class)
            .where(event -> event instanceof Paid || event instanceof Cancelled);
    Projection<MatchKey<String>, Unpaid> unsettled =
        Patterns.named("unsettled", Unpaid.class, Unpaid::order)
            .from("order", CODEC)
            .keyedByStream()
            .first(ORDERED)
            .absent(settled)
            .within(Duration.ofDays(1))
            .rows(
                match ->
                    new Unpaid(
                        match.key(),
                        match.position(),
                        match.from(),
                        match.event(ORDERED).amount()));
    // end
    Unpaid forgotten = new Unpaid("9", 3, at("1T10:00"), BigDecimal.valueOf(30));
    WindowFixture.of(unsettled, "order", CODEC)
        .given("7", at("1T10:00"), ordered(10))
        .given("8", at("1T10:00"), ordered(20))
        .given("9", at("1T10:00"), ordered(30))
        .given("7", at("1T11:00"), paid(10))
        .given("8", at("1T12:00"), new Cancelled("too dear"))
        .given("10", at("3T10:00"), ordered(40)) // a day has passed
        .thenCame(forgotten)
        .thenRows(forgotten)
        .given("9", at("1T13:00"), new Cancelled("told by letter")) // recorded late
        .thenWent(forgotten)
        .thenRows();
  }

  @Test
  void one_thing_and_then_another_without_a_third() {
    Element<Cancelled> cancelled = Element.of("cancelled", Cancelled.class);
    // region without
    Projection<MatchKey<String>, PaidOrder> paidOrders =
        Patterns.named("paid_orders", PaidOrder.class, PaidOrder::order)
            .from("order", CODEC)
            .keyedByStream()
            .first(ORDERED)
            .followedBy(PAID)
            .without(cancelled)
            .within(Duration.ofDays(1))
            .rows(match -> new PaidOrder(match.key(), match.position(), match.from(), match.to()));
    // end
    PaidOrder order = new PaidOrder("7", 1, at("1T10:00"), at("1T12:00"));
    WindowFixture.of(paidOrders, "order", CODEC)
        .given("7", at("1T10:00"), ordered(10))
        .given("7", at("1T12:00"), paid(10))
        .thenCame(order)
        .given("7", at("1T11:00"), new Cancelled("too dear"))
        .thenWent(order);
  }

  @Test
  void parts_that_come_to_the_whole() {
    // region among
    Element<Paid> parts = Element.of("parts", Paid.class).atLeast(0).fewest();
    Element<Paid> last =
        Element.of("last", Paid.class)
            .whereAmong(
                (payment, matched) ->
                    matched.all(parts).stream()
                            .map(Paid::amount)
                            .reduce(payment.amount(), BigDecimal::add)
                            .compareTo(matched.event(ORDERED).amount())
                        >= 0);
    Projection<MatchKey<String>, InParts> inParts =
        Patterns.named("in_parts", InParts.class, InParts::order)
            .from("order", CODEC)
            .keyedByStream()
            .first(ORDERED)
            .next(parts)
            .next(last)
            .within(Duration.ofDays(30))
            .rows(
                match ->
                    new InParts(
                        match.key(),
                        match.position(),
                        match.all(parts).size() + 1,
                        match.event(last).amount()));
    // end
    WindowFixture.of(inParts, "order", CODEC)
        .given("7", at("1T10:00"), ordered(10))
        .given("7", at("1T11:00"), paid(4), paid(5))
        .thenNothing()
        .given("7", at("1T12:00"), paid(3))
        .thenCame(new InParts("7", 1, 3, BigDecimal.valueOf(3)));
  }

  @Test
  void rows_are_asked_as_those_of_every_projection() {
    try (TestDatabase database = TestDatabase.create();
        PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      append(store, "7", at("1T10:00"), ordered(10));
      append(store, "8", at("2T10:00"), ordered(20));
      append(store, "7", at("2T09:30"), paid(10));
      PostgresProjections projections = PostgresProjections.of(store);
      Projection<MatchKey<String>, Unpaid> unpaidOrders = Unpaid.PROJECTION.withHistory();
      // region query
      try (SubscriptionRunner runner =
          SubscriptionRunner.builder(store).add(projections.exactlyOnce(unpaidOrders)).build()) {
        runner.catchUp();
      }
      ReadModelRepository<MatchKey<String>, Unpaid> unpaid =
          ReadModels.of(projections).of(unpaidOrders);
      List<Unpaid> now = unpaid.findAll();
      List<Unpaid> beforeTheLateOne = unpaid.asOf(AsOf.position(2)).findAll();
      // end
      assertThat(now).isEmpty();
      assertThat(beforeTheLateOne)
          .containsExactly(new Unpaid("7", 1, at("1T10:00"), BigDecimal.TEN));
    }
  }

  private static void append(PostgresEventStore store, String order, Instant at, OrderEvent event) {
    store.append(
        StreamId.of("order", order),
        ExpectedVersion.any(),
        List.of(CODEC.encode(event, Metadata.empty(), at)));
  }
}
