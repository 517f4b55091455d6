package io.tidemark.stage;

import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.projection.Projection;
import io.tidemark.store.EventStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Orders, payments and customers, as stages and looked at naively. */
final class Sales {
  static final EventCodec<Order> ORDERS = JacksonEventCodec.ofSealed(Order.class);
  static final EventCodec<Payment> PAYMENTS = JacksonEventCodec.ofSealed(Payment.class);
  static final EventCodec<Customer> CUSTOMERS = JacksonEventCodec.ofSealed(Customer.class);

  static final Projection<String, Home> HOMES =
      Projection.named("homes", Home.class, Home::customer)
          .from("customer", CUSTOMERS)
          .keyedByStream()
          .fold(
              (row, event, recorded) ->
                  event instanceof Settled settled
                      ? new Home(recorded.stream().key(), settled.region())
                      : null)
          .withHistory();

  private Sales() {}

  sealed interface Order {}

  record Placed(String customer, long amount) implements Order {}

  record Commented(String text) implements Order {}

  sealed interface Payment {}

  record Paid(String order, long amount) implements Payment {}

  record Refunded(String order, long amount) implements Payment {}

  sealed interface Customer {}

  record Settled(String region) implements Customer {}

  record Left() implements Customer {}

  record Home(String customer, String region) {}

  /** An order, with its key. */
  record Bought(String order, String customer, long amount) {}

  /** A payment, with the order's key. */
  record Money(String order, long amount) {}

  /** An order that is one of a region. */
  record Local(String order, String region, long amount) {}

  /** An order that was paid. */
  record Settlement(String order, long due, long paid) {}

  static Stage<Bought> bought() {
    return Stage.from("order", ORDERS).map(Bought.class, Sales::bought);
  }

  static Bought bought(Order event, RecordedEvent recorded) {
    return event instanceof Placed placed
        ? new Bought(recorded.stream().key(), placed.customer(), placed.amount())
        : null;
  }

  static Stage<Money> paid() {
    return Stage.from("payment", PAYMENTS)
        .only(Paid.class)
        .map(Money.class, paid -> new Money(paid.order(), paid.amount()));
  }

  static Stage<Local> local(boolean asItIs) {
    ReadModelJoin<Bought, String, Home> join = bought().join(HOMES, Bought::customer);
    return (asItIs ? join.asItIs() : join.asOfEvent()).map(Local.class, Sales::local);
  }

  static Stage<Local> localOrNot(boolean asItIs) {
    ReadModelJoin<Bought, String, Home> join = bought().join(HOMES, Bought::customer);
    return (asItIs ? join.asItIs() : join.asOfEvent()).mapAll(Local.class, Sales::localOrNot);
  }

  static Local local(Bought bought, Home home) {
    return new Local(bought.order(), home.region(), bought.amount());
  }

  static Local localOrNot(Bought bought, Optional<Home> home) {
    return new Local(bought.order(), home.map(Home::region).orElse("nowhere"), bought.amount());
  }

  /** An element, looked at naively. */
  record Seen<R>(R element, Instant occurredAt, Instant recordedAt, long position) {
    <T> Seen<T> as(T other) {
      return new Seen<>(other, occurredAt, recordedAt, position);
    }
  }

  static <E, R> List<Seen<R>> seen(
      List<RecordedEvent> events,
      String category,
      EventCodec<E> codec,
      BiFunction<E, RecordedEvent, R> function) {
    List<Seen<R>> all = new ArrayList<>();
    for (RecordedEvent event : events) {
      if (event.stream().category().equals(category)) {
        R element = function.apply(codec.decode(event).get(0), event);
        if (element != null) {
          all.add(new Seen<>(element, event.occurredAt(), event.recordedAt(), event.position()));
        }
      }
    }
    return all;
  }

  static List<Seen<Bought>> seenBought(List<RecordedEvent> events) {
    return seen(events, "order", ORDERS, Sales::bought);
  }

  static List<Seen<Money>> seenPaid(List<RecordedEvent> events) {
    return seen(
        events,
        "payment",
        PAYMENTS,
        (event, recorded) ->
            event instanceof Paid paid ? new Money(paid.order(), paid.amount()) : null);
  }

  /** The homes after the events up to a position. */
  static Map<String, Home> homes(List<RecordedEvent> events, long position) {
    Map<String, Home> homes = new TreeMap<>();
    for (RecordedEvent event : events) {
      if (event.position() <= position && event.stream().category().equals("customer")) {
        String key = event.stream().key();
        if (CUSTOMERS.decode(event).get(0) instanceof Settled settled) {
          homes.put(key, new Home(key, settled.region()));
        } else {
          homes.remove(key);
        }
      }
    }
    return homes;
  }

  static List<Seen<Local>> seenLocal(List<RecordedEvent> events, boolean asItIs, boolean isLeft) {
    List<Seen<Local>> all = new ArrayList<>();
    for (Seen<Bought> each : seenBought(events)) {
      Home home =
          homes(events, asItIs ? Long.MAX_VALUE : each.position()).get(each.element().customer());
      if (isLeft || home != null) {
        all.add(each.as(localOrNot(each.element(), Optional.ofNullable(home))));
      }
    }
    return all;
  }

  static <R> R later(R one, R other) {
    @SuppressWarnings("unchecked")
    Comparable<R> comparable = (Comparable<R>) one;
    return comparable.compareTo(other) < 0 ? other : one;
  }

  static List<Seen<Settlement>> seenSettled(List<RecordedEvent> events, long from, long through) {
    List<Seen<Settlement>> all = new ArrayList<>();
    for (Seen<Bought> one : seenBought(events)) {
      for (Seen<Money> other : seenPaid(events)) {
        long distance = ChronoUnit.MINUTES.between(one.occurredAt(), other.occurredAt());
        if (one.element().order().equals(other.element().order())
            && distance >= from
            && distance <= through) {
          all.add(
              new Seen<>(
                  settlement(one.element(), other.element()),
                  later(one.occurredAt(), other.occurredAt()),
                  later(one.recordedAt(), other.recordedAt()),
                  later(one.position(), other.position())));
        }
      }
    }
    return all;
  }

  static Settlement settlement(Bought bought, Money money) {
    return new Settlement(bought.order(), bought.amount(), money.amount());
  }

  /** Some events within some hours around the epoch, on whole minutes, in any order. */
  static void history(EventStore store, int events, Random random) {
    for (int i = 0; i < events; i++) {
      Instant at = Instant.EPOCH.plus(random.nextInt(240) - 120, ChronoUnit.MINUTES);
      String order = "o" + random.nextInt(5);
      String customer = "c" + random.nextInt(3);
      long amount = random.nextInt(50);
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> append(store, "order", order, ORDERS, new Placed(customer, amount), at);
        case 3 -> append(store, "order", order, ORDERS, new Commented("x"), at);
        case 4, 5 -> append(store, "payment", "p" + i % 3, PAYMENTS, new Paid(order, amount), at);
        case 6 -> append(store, "payment", "p" + i % 3, PAYMENTS, new Refunded(order, amount), at);
        default ->
            append(
                store,
                "customer",
                customer,
                CUSTOMERS,
                random.nextInt(3) == 0 ? new Left() : new Settled("r" + random.nextInt(2)),
                at);
      }
    }
  }

  static <E> void append(
      EventStore store, String category, String key, EventCodec<E> codec, E event, Instant at) {
    store.append(
        new StreamId(category, key),
        ExpectedVersion.any(),
        List.of(codec.encode(event, Metadata.empty(), at)));
  }
}
