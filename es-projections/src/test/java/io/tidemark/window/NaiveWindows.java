package io.tidemark.window;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.window.Payments.Event;
import io.tidemark.window.accumulator.Accumulator;
import io.tidemark.window.accumulator.Accumulators;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Windows whose rows hang on several events, and what they are, made by going through all events
 * once more for each row.
 */
final class NaiveWindows {
  private NaiveWindows() {}

  record Stretch(
      String account,
      Instant from,
      Instant to,
      int events,
      BigDecimal sum,
      Optional<BigDecimal> least) {
    static Projection<WindowKey<String>, Stretch> in(String name, Window window) {
      return Windows.named(name, Stretch.class, Stretch::account)
          .from("account", Payments.CODEC)
          .keyedByStream()
          .over(window)
          .accumulate(Stretch::events, NaiveWindows.<Event>number())
          .accumulate(Stretch::sum, Accumulators.sum(NaiveWindows::amount))
          .accumulateOptional(Stretch::least, Accumulators.min(NaiveWindows::amount))
          .projection();
    }
  }

  /** Of what can be forgotten: so windows that overlap share it. */
  record Hop(String account, Instant from, Instant to, long payments, BigDecimal sum) {
    static Projection<WindowKey<String>, Hop> in(String name, Window window) {
      return Windows.named(name, Hop.class, Hop::account)
          .from("account", Payments.CODEC)
          .keyedByStream()
          .over(window)
          .accumulate(Hop::payments, Accumulators.count(event -> event instanceof Payments.Paid))
          .accumulate(Hop::sum, Accumulators.sum(NaiveWindows::amount, 3))
          .projection();
    }

    static Hop of(Payments.Total row) {
      return new Hop(row.account(), row.begin(), row.end(), row.payments(), row.sum().setScale(3));
    }
  }

  record Batch(
      String account, long number, int events, BigDecimal sum, Optional<BigDecimal> least) {
    static Projection<BatchKey<String>, Batch> in(String name, BatchWindow window) {
      return Windows.named(name, Batch.class, Batch::account)
          .from("account", Payments.CODEC)
          .keyedByStream()
          .over(window)
          .accumulate(Batch::events, NaiveWindows.<Event>number())
          .accumulate(Batch::sum, Accumulators.sum(NaiveWindows::amount))
          .accumulateOptional(Batch::least, Accumulators.min(NaiveWindows::amount))
          .projection();
    }
  }

  record Sliding(
      String account,
      long position,
      Instant at,
      int events,
      BigDecimal sum,
      Optional<BigDecimal> least,
      long notes) {
    static Projection<EventKey<String>, Sliding> in(String name, SlidingWindow window) {
      return Windows.named(name, Sliding.class, Sliding::account)
          .from("account", Payments.CODEC)
          .keyedByStream()
          .over(window)
          .accumulate(Sliding::events, NaiveWindows.<Event>number())
          .accumulate(Sliding::sum, Accumulators.sum(NaiveWindows::amount))
          .accumulateOptional(Sliding::least, Accumulators.min(NaiveWindows::amount))
          .accumulate(Sliding::notes, Accumulators.count(event -> event instanceof Payments.Noted))
          .projection();
    }
  }

  /** In an int, which is not what is remembered. */
  private static <E> Accumulator<E, Integer> number() {
    return new Accumulator<>() {
      @Override
      public Integer add(@Nullable Integer before, E event) {
        return before == null ? 1 : before + 1;
      }

      @Override
      public Integer merge(Integer first, Integer second) {
        return first + second;
      }
    };
  }

  private static @Nullable BigDecimal amount(Event event) {
    BigDecimal amount = Payments.amount(event);
    return amount == null ? null : amount.setScale(3);
  }

  /** Through where time has gone, by these events. */
  static Instant watermark(List<RecordedEvent> events, Duration delay, Duration maxAhead) {
    return events.stream()
        .map(
            event -> {
              Instant most = event.recordedAt().plus(maxAhead);
              return event.occurredAt().isAfter(most) ? most : event.occurredAt();
            })
        .max(Comparator.naturalOrder())
        .map(latest -> latest.minus(delay))
        .orElse(Instant.MIN);
  }

  static List<Stretch> sessions(List<RecordedEvent> events, Duration gap) {
    List<Stretch> rows = new ArrayList<>();
    byAccount(events)
        .forEach(
            (account, all) -> {
              List<RecordedEvent> sorted = byTime(all);
              int first = 0;
              for (int i = 0; i < sorted.size(); i++) {
                Instant end = sorted.get(i).occurredAt().plus(gap);
                if (i == sorted.size() - 1 || sorted.get(i + 1).occurredAt().isAfter(end)) {
                  List<RecordedEvent> some = sorted.subList(first, i + 1);
                  rows.add(
                      new Stretch(
                          account,
                          some.get(0).occurredAt(),
                          end,
                          some.size(),
                          sum(some),
                          least(some)));
                  first = i + 1;
                }
              }
            });
    return rows;
  }

  static List<Batch> batches(List<RecordedEvent> events, int size) {
    List<Batch> rows = new ArrayList<>();
    byAccount(events)
        .forEach(
            (account, all) -> {
              for (int n = 0; (n + 1) * size <= all.size(); n++) {
                List<RecordedEvent> some = all.subList(n * size, (n + 1) * size);
                rows.add(new Batch(account, n, size, sum(some), least(some)));
              }
            });
    return rows;
  }

  static List<Sliding> last(List<RecordedEvent> events, int length, boolean byTime) {
    List<Sliding> rows = new ArrayList<>();
    byAccount(events)
        .forEach(
            (account, all) -> {
              List<RecordedEvent> sorted = byTime ? byTime(all) : all;
              for (int i = 0; i < sorted.size(); i++) {
                rows.add(
                    sliding(sorted.get(i), sorted.subList(Math.max(0, i + 1 - length), i + 1)));
              }
            });
    rows.sort(
        Comparator.comparing((Sliding row) -> row.account()).thenComparing(Sliding::position));
    return rows;
  }

  static List<Sliding> within(List<RecordedEvent> events, Duration time, boolean fromIncluded) {
    List<Sliding> rows = new ArrayList<>();
    byAccount(events)
        .forEach(
            (account, all) -> {
              for (RecordedEvent event : all) {
                Instant from = event.occurredAt().minus(time);
                rows.add(
                    sliding(
                        event,
                        byTime(all).stream()
                            .filter(other -> !other.occurredAt().isAfter(event.occurredAt()))
                            .filter(
                                other ->
                                    other.occurredAt().isAfter(from)
                                        || (fromIncluded && other.occurredAt().equals(from)))
                            .toList()));
              }
            });
    return rows;
  }

  private static Sliding sliding(RecordedEvent event, List<RecordedEvent> some) {
    return new Sliding(
        event.stream().key(),
        event.position(),
        event.occurredAt(),
        some.size(),
        sum(some),
        least(some),
        some.stream().filter(other -> other.type().equals("Noted")).count());
  }

  private static Map<String, List<RecordedEvent>> byAccount(List<RecordedEvent> events) {
    Map<String, List<RecordedEvent>> all = new TreeMap<>();
    events.forEach(
        event -> all.computeIfAbsent(event.stream().key(), key -> new ArrayList<>()).add(event));
    return all;
  }

  private static List<RecordedEvent> byTime(List<RecordedEvent> events) {
    return events.stream()
        .sorted(
            Comparator.comparing(RecordedEvent::occurredAt).thenComparing(RecordedEvent::position))
        .toList();
  }

  private static List<BigDecimal> amounts(List<RecordedEvent> events) {
    List<BigDecimal> all = new ArrayList<>();
    for (RecordedEvent event : events) {
      BigDecimal amount = amount(Payments.CODEC.decode(event).get(0));
      if (amount != null) {
        all.add(amount);
      }
    }
    return all;
  }

  static BigDecimal sum(List<RecordedEvent> events) {
    return amounts(events).stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static Optional<BigDecimal> least(List<RecordedEvent> events) {
    return amounts(events).stream().min(Comparator.naturalOrder());
  }
}
