package io.tidemark.window;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.projection.Projection;
import io.tidemark.store.EventStore;
import io.tidemark.window.accumulator.Accumulators;
import io.tidemark.window.accumulator.Average;
import io.tidemark.window.accumulator.Variance;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Payments to be added up in windows, and what they add up to, made without any projection. */
final class Payments {
  static final EventCodec<Event> CODEC = JacksonEventCodec.ofSealed(Event.class);

  private Payments() {}

  sealed interface Event {}

  /** An amount that may be absent. */
  record Paid(Optional<BigDecimal> amount) implements Event {}

  record Noted(String text) implements Event {}

  /** Of everything that can be added up, one. */
  record Total(
      String account,
      Instant begin,
      Instant end,
      long events,
      long payments,
      BigDecimal sum,
      Optional<BigDecimal> least,
      @Nullable BigDecimal most,
      Optional<BigDecimal> first,
      Optional<BigDecimal> last,
      Optional<Average> average,
      Optional<Variance> variance,
      List<BigDecimal> all) {}

  static @Nullable BigDecimal amount(Event event) {
    return event instanceof Paid paid ? paid.amount().orElse(null) : null;
  }

  static Projection<WindowKey<String>, Total> in(String name, Window window) {
    return Windows.named(name, Total.class, Total::account)
        .from("account", CODEC)
        .keyedByStream()
        .over(window)
        .accumulate(Total::events, Accumulators.count())
        .accumulate(Total::payments, Accumulators.count(event -> event instanceof Paid))
        .accumulate(Total::sum, Accumulators.sum(Payments::amount))
        .accumulateOptional(Total::least, Accumulators.min(Payments::amount))
        .accumulate(Total::most, Accumulators.max(Payments::amount))
        .accumulateOptional(Total::first, Accumulators.first(Payments::amount))
        .accumulateOptional(Total::last, Accumulators.last(Payments::amount))
        .accumulateOptional(Total::average, Accumulators.average(Payments::amount))
        .accumulateOptional(Total::variance, Accumulators.variance(Payments::ratio))
        .accumulate(Total::all, Accumulators.collect(Payments::amount, 1_000))
        .projection();
  }

  static @Nullable Double ratio(Event event) {
    BigDecimal amount = amount(event);
    return amount == null ? null : amount.doubleValue();
  }

  static long append(EventStore store, String account, String occurredAt, Event event) {
    return append(store, account, Instant.parse(occurredAt), event);
  }

  static long append(EventStore store, String account, Instant occurredAt, Event event) {
    EventData data = CODEC.encode(event, Metadata.empty(), occurredAt);
    return store
        .append(new StreamId("account", account), ExpectedVersion.any(), List.of(data))
        .lastPosition();
  }

  /** Events of three accounts within some hours around the epoch, in any order, many at bounds. */
  static void history(EventStore store, int events, Random random) {
    for (int i = 0; i < events; i++) {
      Instant at = Instant.EPOCH.plus(random.nextInt(600) - 300, ChronoUnit.MINUTES);
      if (random.nextInt(3) == 0) {
        at = at.plus(random.nextInt(120_000_000) - 60_000_000, ChronoUnit.MICROS);
      }
      Optional<BigDecimal> amount =
          Optional.of(BigDecimal.valueOf(random.nextInt(2_000) - 1_000, random.nextInt(3)))
              .filter(some -> random.nextInt(6) > 0);
      Event event = random.nextInt(8) == 0 ? new Noted("n") : new Paid(amount);
      append(store, "a" + random.nextInt(3), at, event);
    }
  }

  /** By going through all windows for each event, and through all its values for each window. */
  static List<Total> naive(List<RecordedEvent> events, long size, long advance, long offset) {
    Map<WindowKey<String>, List<Event>> windows =
        new TreeMap<>(
            Comparator.<WindowKey<String>, String>comparing(WindowKey::key)
                .thenComparing(WindowKey::from));
    for (RecordedEvent recorded : events) {
      long at = ChronoUnit.MICROS.between(Instant.EPOCH, recorded.occurredAt());
      for (long n = Math.floorDiv(at - offset, advance) - size / advance - 1;
          n * advance + offset <= at;
          n++) {
        long start = n * advance + offset;
        if (start <= at && at < start + size) {
          WindowKey<String> key =
              new WindowKey<>(
                  recorded.stream().key(), Instant.EPOCH.plus(start, ChronoUnit.MICROS));
          windows.computeIfAbsent(key, k -> new ArrayList<>()).addAll(CODEC.decode(recorded));
        }
      }
    }
    List<Total> totals = new ArrayList<>();
    windows.forEach((key, all) -> totals.add(total(key, size, all)));
    return totals;
  }

  private static Total total(WindowKey<String> key, long size, List<Event> events) {
    List<BigDecimal> amounts = new ArrayList<>();
    for (Event event : events) {
      BigDecimal amount = amount(event);
      if (amount != null) {
        amounts.add(amount);
      }
    }
    BigDecimal sum = amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    Optional<Variance> variance = Optional.empty();
    for (BigDecimal amount : amounts) {
      double value = amount.doubleValue();
      Variance before = variance.orElse(new Variance(0, 0, 0));
      double mean = before.mean() + (value - before.mean()) / (before.count() + 1);
      variance =
          Optional.of(
              new Variance(
                  before.count() + 1,
                  before.count() == 0 ? value : mean,
                  before.count() == 0
                      ? 0
                      : before.squares() + (value - before.mean()) * (value - mean)));
    }
    return new Total(
        key.key(),
        key.from(),
        key.from().plus(size, ChronoUnit.MICROS),
        events.size(),
        events.stream().filter(Paid.class::isInstance).count(),
        sum,
        amounts.stream().reduce((a, b) -> b.compareTo(a) < 0 ? b : a),
        amounts.stream().reduce((a, b) -> b.compareTo(a) > 0 ? b : a).orElse(null),
        amounts.stream().findFirst(),
        amounts.stream().reduce((a, b) -> b),
        amounts.isEmpty() ? Optional.empty() : Optional.of(new Average(sum, amounts.size())),
        variance,
        amounts);
  }
}
