package io.tidemark.stage;

import static java.util.stream.Collectors.groupingBy;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.stage.Sales.Bought;
import io.tidemark.stage.Sales.Local;
import io.tidemark.stage.Sales.Money;
import io.tidemark.stage.Sales.Seen;
import io.tidemark.stage.Sales.Settlement;
import io.tidemark.window.AllKeys;
import io.tidemark.window.EventKey;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Projections made of stages, and what a naive look at the log gives in their place. */
final class StageCases {
  private static final Duration SIZE = Duration.ofMinutes(20);
  private static final Duration DELAY = Duration.ofMinutes(15);

  private StageCases() {}

  /**
   * One of them.
   *
   * @param naive gives the rows of some events, and those that the bounded question has
   */
  record Case<K, V>(
      String name,
      Function<String, Projection<K, V>> made,
      BiFunction<List<RecordedEvent>, Boolean, List<V>> naive) {
    @Override
    public String toString() {
      return name;
    }
  }

  record Total(String key, Instant from, Instant to, long count, long sum) {}

  record AllTotal(Instant from, Instant to, long count, long sum) {}

  record Sum(String key, long count, long sum, BigDecimal exact) {}

  record Last(String key, long position, Instant at, long sum) {}

  record Row(String key, long count, String trail) {}

  static List<Case<?, ?>> all() {
    return List.of(
        merged(Window.tumbling(SIZE)),
        merged(Window.tumbling(SIZE).whenClosed(DELAY)),
        acrossKeys(),
        slid(),
        locals(false, false),
        locals(true, false),
        locals(true, true),
        sums(),
        lastLocal(),
        foldedLocal(),
        foldedMoney(),
        settled(),
        settledWindows(),
        splitLocals());
  }

  /** Two families of events in one kind of windows; a negative amount is left out. */
  static Case<?, ?> merged(Window window) {
    return new Case<>(
        "merged " + window,
        name ->
            Windows.named(name, Total.class, Total::key)
                .from(movements())
                .keyedBy(Money::order)
                .over(window)
                .accumulate(Total::count, Accumulators.count())
                .accumulate(Total::sum, Accumulators.sumOfLongs(Money::amount))
                .projection(),
        (events, isEnd) ->
            totals(
                seenMovements(events),
                Money::order,
                Money::amount,
                window.toString().contains("closed") && !isEnd
                    ? watermark(events, "order", "payment")
                    : Instant.MAX));
  }

  private static Stage<Money> movements() {
    Stage<Sales.Order> orders = Stage.from("order", Sales.ORDERS).only(Sales.Order.class);
    return orders
        .only(Sales.Placed.class)
        .map(Money.class, placed -> new Money(placed.customer(), placed.amount()))
        .merge(
            Stage.from("payment", Sales.PAYMENTS)
                .map(
                    Money.class,
                    (payment, recorded) ->
                        payment instanceof Sales.Paid paid
                            ? new Money(paid.order(), paid.amount())
                            : new Money("back", ((Sales.Refunded) payment).amount())))
        .filter(money -> money.amount() >= 10);
  }

  private static List<Seen<Money>> seenMovements(List<RecordedEvent> events) {
    List<Seen<Money>> all = new ArrayList<>();
    Sales.seenBought(events)
        .forEach(
            each ->
                all.add(each.as(new Money(each.element().customer(), each.element().amount()))));
    all.addAll(
        Sales.<Sales.Payment, Money>seen(
            events,
            "payment",
            Sales.PAYMENTS,
            (payment, recorded) ->
                payment instanceof Sales.Paid paid
                    ? new Money(paid.order(), paid.amount())
                    : new Money("back", ((Sales.Refunded) payment).amount())));
    all.removeIf(each -> each.element().amount() < 10);
    return all;
  }

  static Case<WindowKey<AllKeys>, AllTotal> acrossKeys() {
    return new Case<>(
        "across keys",
        name ->
            Windows.named(name, AllTotal.class)
                .from(movements())
                .acrossKeys()
                .over(Window.tumbling(SIZE).whenClosed(DELAY))
                .accumulate(AllTotal::count, Accumulators.count())
                .accumulate(AllTotal::sum, Accumulators.sumOfLongs(Money::amount))
                .projection(),
        (events, isEnd) ->
            totals(
                    seenMovements(events),
                    any -> "",
                    Money::amount,
                    isEnd ? Instant.MAX : watermark(events, "order", "payment"))
                .stream()
                .map(each -> new AllTotal(each.from(), each.to(), each.count(), each.sum()))
                .toList());
  }

  static Case<EventKey<String>, Last> slid() {
    return new Case<>(
        "sliding over merged",
        name ->
            Windows.named(name, Last.class, Last::key)
                .from(movements())
                .keyedBy(Money::order)
                .over(Window.slidingLength(2))
                .accumulate(Last::sum, Accumulators.sumOfLongs(Money::amount))
                .projection(),
        (events, isEnd) -> {
          List<Seen<Money>> all = new ArrayList<>(seenMovements(events));
          all.sort(Comparator.comparingLong(Seen::position));
          Map<String, Long> before = new TreeMap<>();
          List<Last> rows = new ArrayList<>();
          for (Seen<Money> each : all) {
            Money money = each.element();
            Long last = before.put(money.order(), money.amount());
            rows.add(
                new Last(
                    money.order(),
                    each.position(),
                    each.occurredAt(),
                    money.amount() + (last == null ? 0 : last)));
          }
          return rows;
        });
  }

  /** Orders by the region of their customer, as of then or as it is. */
  static Case<WindowKey<String>, Total> locals(boolean asItIs, boolean isLeft) {
    return new Case<>(
        "joined " + (asItIs ? "as it is" : "as of the event") + (isLeft ? ", all" : ""),
        name ->
            Windows.named(name, Total.class, Total::key)
                .from(isLeft ? Sales.localOrNot(asItIs) : Sales.local(asItIs))
                .keyedBy(Local::region)
                .over(Window.tumbling(SIZE).whenClosed(DELAY))
                .accumulate(Total::count, Accumulators.count())
                .accumulate(Total::sum, Accumulators.sumOfLongs(Local::amount))
                .projection(),
        (events, isEnd) ->
            totals(
                Sales.seenLocal(events, asItIs, isLeft),
                Local::region,
                Local::amount,
                isEnd ? Instant.MAX : watermark(events, "order")));
  }

  /** A renaming moves what has been added up. */
  static Case<String, Sum> sums() {
    return new Case<>(
        "sums as it is",
        name ->
            Windows.named(name, Sum.class, Sum::key)
                .from(Sales.local(true))
                .keyedBy(Local::region)
                .overAllTime()
                .accumulate(Sum::count, Accumulators.count())
                .accumulate(Sum::sum, Accumulators.sumOfLongs(Local::amount))
                .accumulate(Sum::exact, Accumulators.sum(StageCases::exact, 2))
                .projection(),
        (events, isEnd) ->
            rows(
                Sales.seenLocal(events, true, false),
                Local::region,
                (region, all) ->
                    new Sum(
                        region,
                        all.size(),
                        all.stream().mapToLong(each -> each.element().amount()).sum(),
                        all.stream()
                            .map(each -> exact(each.element()))
                            .reduce(BigDecimal.valueOf(0, 2), BigDecimal::add))));
  }

  private static BigDecimal exact(Local local) {
    return BigDecimal.valueOf(local.amount(), 1);
  }

  /** The last order of each stream, with the region as it is. */
  static Case<String, Local> lastLocal() {
    return new Case<>(
        "rows as it is",
        name -> Sales.localOrNot(true).into(Projection.named(name, Local.class, Local::order)),
        (events, isEnd) ->
            rows(
                Sales.seenLocal(events, true, true),
                Local::order,
                (order, all) -> all.get(all.size() - 1).element()));
  }

  static Case<String, Row> foldedLocal() {
    return new Case<>(
        "folded as of the event",
        name ->
            Sales.local(false)
                .into(
                    Projection.named(name, Row.class, Row::key), Local::region, StageCases::folded),
        (events, isEnd) -> foldedNaively(Sales.seenLocal(events, false, false), Local::region));
  }

  /** Each third order of a region takes the row away. */
  private static Row folded(Row before, Object element) {
    String key = element instanceof Local local ? local.region() : ((Money) element).order();
    long amount = element instanceof Local local ? local.amount() : ((Money) element).amount();
    if (before == null) {
      return new Row(key, 1, "" + amount);
    }
    return before.count() == 2 ? null : new Row(key, 2, before.trail() + "," + amount);
  }

  private static <R> List<Row> foldedNaively(List<Seen<R>> elements, Function<R, String> key) {
    Map<String, Row> rows = new TreeMap<>();
    for (Seen<R> each : elements) {
      String group = key.apply(each.element());
      Row row = folded(rows.get(group), each.element());
      if (row == null) {
        rows.remove(group);
      } else {
        rows.put(group, row);
      }
    }
    return List.copyOf(rows.values());
  }

  /** Both branches of the same events, several elements of each, in a plain fold. */
  static Case<String, Row> foldedMoney() {
    return new Case<>(
        "folded branches",
        name -> {
          Stage.Branches<Bought> branches = Sales.bought().branch(each -> each.amount() % 2 == 0);
          return branches
              .matching()
              .flatMap(Money.class, StageCases::twice)
              .merge(branches.others().map(Money.class, each -> new Money("odd", each.amount())))
              .into(Projection.named(name, Row.class, Row::key), Money::order, StageCases::folded);
        },
        (events, isEnd) -> {
          List<Seen<Money>> all = new ArrayList<>();
          for (Seen<Bought> each : Sales.seenBought(events)) {
            if (each.element().amount() % 2 == 0) {
              twice(each.element()).forEach(money -> all.add(each.as(money)));
            } else {
              all.add(each.as(new Money("odd", each.element().amount())));
            }
          }
          return foldedNaively(all, Money::order);
        });
  }

  private static List<Money> twice(Bought bought) {
    return List.of(
        new Money(bought.order(), bought.amount()), new Money(bought.customer(), bought.amount()));
  }

  private static Stage<Settlement> settlements() {
    return Sales.bought()
        .pairedWith(Sales.paid(), Bought::order, Money::order)
        .between(Duration.ofMinutes(-5), Duration.ofMinutes(30))
        .map(Settlement.class, Sales::settlement);
  }

  record Pairs(String order, long count, long paid) {}

  static Case<String, Pairs> settled() {
    return new Case<>(
        "pairs over all time",
        name ->
            Windows.named(name, Pairs.class, Pairs::order)
                .from(settlements())
                .keyedBy(Settlement::order)
                .overAllTime()
                .accumulate(Pairs::count, Accumulators.count())
                .accumulate(Pairs::paid, Accumulators.sumOfLongs(Settlement::paid))
                .projection(),
        (events, isEnd) ->
            rows(
                Sales.seenSettled(events, -5, 30),
                Settlement::order,
                (order, all) ->
                    new Pairs(
                        order,
                        all.size(),
                        all.stream().mapToLong(each -> each.element().paid()).sum())));
  }

  static Case<WindowKey<String>, Total> settledWindows() {
    return new Case<>(
        "pairs in windows",
        name ->
            Windows.named(name, Total.class, Total::key)
                .from(settlements().filter(each -> each.due() > each.paid()))
                .keyedBy(Settlement::order)
                .over(Window.tumbling(SIZE).whenClosed(DELAY))
                .accumulate(Total::count, Accumulators.count())
                .accumulate(Total::sum, Accumulators.sumOfLongs(Settlement::paid))
                .projection(),
        (events, isEnd) -> {
          List<Seen<Settlement>> all = new ArrayList<>(Sales.seenSettled(events, -5, 30));
          all.removeIf(each -> each.element().due() <= each.element().paid());
          return totals(
              all,
              Settlement::order,
              Settlement::paid,
              isEnd ? Instant.MAX : watermark(events, "order", "payment"));
        });
  }

  /** Several elements of each that hangs on a row. */
  static Case<WindowKey<String>, Total> splitLocals() {
    return new Case<>(
        "split as it is",
        name ->
            Windows.named(name, Total.class, Total::key)
                .from(Sales.local(true).flatMap(Money.class, StageCases::parts))
                .keyedBy(Money::order)
                .over(Window.tumbling(SIZE))
                .accumulate(Total::count, Accumulators.count())
                .accumulate(Total::sum, Accumulators.sumOfLongs(Money::amount))
                .projection(),
        (events, isEnd) -> {
          List<Seen<Money>> all = new ArrayList<>();
          Sales.seenLocal(events, true, false)
              .forEach(each -> parts(each.element()).forEach(part -> all.add(each.as(part))));
          return totals(all, Money::order, Money::amount, Instant.MAX);
        });
  }

  private static List<Money> parts(Local local) {
    return List.of(
        new Money(local.region(), local.amount()), new Money(local.order(), local.amount() / 2));
  }

  private static <R, V> List<V> rows(
      List<Seen<R>> elements, Function<R, String> key, BiFunction<String, List<Seen<R>>, V> row) {
    List<V> rows = new ArrayList<>();
    elements.stream()
        .collect(
            groupingBy(
                each -> key.apply(each.element()),
                TreeMap::new,
                java.util.stream.Collectors.toList()))
        .forEach((group, all) -> rows.add(row.apply(group, all)));
    return rows;
  }

  private static <R> List<Total> totals(
      List<Seen<R>> elements, Function<R, String> key, ToLongFunction<R> value, Instant watermark) {
    Map<List<Object>, Total> totals = new TreeMap<>(Comparator.comparing(Objects::toString));
    long size = SIZE.toSeconds();
    for (Seen<R> each : elements) {
      long second = Math.floorDiv(each.occurredAt().getEpochSecond(), size) * size;
      Instant from = Instant.ofEpochSecond(second);
      String group = key.apply(each.element());
      totals.merge(
          List.of(group, from),
          new Total(group, from, from.plus(SIZE), 1, value.applyAsLong(each.element())),
          (one, other) ->
              new Total(
                  group, from, one.to(), one.count() + other.count(), one.sum() + other.sum()));
    }
    return totals.values().stream().filter(each -> !each.to().isAfter(watermark)).toList();
  }

  private static Instant watermark(List<RecordedEvent> events, String... categories) {
    return events.stream()
        .filter(event -> List.of(categories).contains(event.stream().category()))
        .map(
            event ->
                event.occurredAt().isAfter(event.recordedAt().plusSeconds(3600))
                    ? event.recordedAt().plusSeconds(3600)
                    : event.occurredAt())
        .max(Comparator.naturalOrder())
        .map(latest -> latest.minus(DELAY))
        .orElse(Instant.MIN);
  }
}
