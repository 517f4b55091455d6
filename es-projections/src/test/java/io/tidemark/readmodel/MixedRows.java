package io.tidemark.readmodel;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Rows with a component of every kind that has an order, and random questions to ask of them. */
final class MixedRows {
  static final List<String> TEXTS =
      List.of("", "a", "ab", "aB", "b", "Z", "ä", "\uFFFD", "\uD83D\uDE00", "%", "_", "a\\", "'");
  private static final List<BigDecimal> DECIMALS =
      List.of(
          new BigDecimal("0"),
          new BigDecimal("0.00"),
          new BigDecimal("1.5"),
          new BigDecimal("1.50"),
          new BigDecimal("-7"),
          new BigDecimal("1E-10"),
          new BigDecimal("12345678901234567890.1"));
  private static final List<Double> DOUBLES =
      List.of(0.0, -0.0, 1.5, -1e300, Double.NaN, Double.POSITIVE_INFINITY, 1e-320);
  private static final List<Instant> TIMES =
      List.of(
          Instant.parse("1970-01-01T00:00:00Z"),
          Instant.parse("0001-01-01T00:00:00.000001Z"),
          Instant.parse("+12345-01-01T00:00:00.5Z"),
          Instant.parse("2026-03-04T05:06:07.891234Z"));
  private static final List<LocalDate> DATES =
      List.of(
          LocalDate.of(1993, 12, 31),
          LocalDate.of(1, 1, 1),
          LocalDate.of(4, 2, 29),
          LocalDate.of(12345, 6, 7));
  private static final List<UUID> IDS =
      List.of(new UUID(0, 0), new UUID(-1, 5), new UUID(1, -1), new UUID(1, 1));

  /** Each component has its values in a component of another order too, or none. */
  record Mixed(
      String key,
      Optional<String> text,
      DayOfWeek day,
      long whole,
      int small,
      Optional<BigDecimal> exact,
      double rough,
      boolean yes,
      Instant at,
      Optional<LocalDate> date,
      UUID id) {}

  private MixedRows() {}

  static Projection<String, Mixed> named(String name) {
    return Projection.named(name, Mixed.class, Mixed::key)
        .from("account", Accounts.CODEC)
        .keyedBy((event, recorded) -> recorded.stream().key())
        .fold((row, event, recorded) -> mixed(recorded));
  }

  private static Mixed mixed(RecordedEvent recorded) {
    Random random = new Random(recorded.position() * 0x9E3779B97F4A7C15L);
    return new Mixed(
        recorded.stream().key(),
        maybe(random, TEXTS),
        DayOfWeek.of(1 + random.nextInt(7)),
        random.nextInt(3) - 1L,
        random.nextInt(3) - 1,
        maybe(random, DECIMALS),
        one(random, DOUBLES),
        random.nextBoolean(),
        one(random, TIMES),
        maybe(random, DATES),
        one(random, IDS));
  }

  static <T> T one(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static <T> Optional<T> maybe(Random random, List<T> values) {
    return random.nextInt(4) == 0 ? Optional.empty() : Optional.of(one(random, values));
  }

  private static final Map<String, List<? extends Object>> VALUES =
      Map.ofEntries(
          Map.entry("key", List.of("k1a", "k2", "k", "k3\uFFFD")),
          Map.entry("text", TEXTS),
          Map.entry("day", List.of(DayOfWeek.FRIDAY, "MONDAY", "M", "none")),
          Map.entry(
              "whole", List.of(0, 1L, (short) -1, new BigDecimal("0.5"), BigInteger.ONE, 0.5)),
          Map.entry("small", List.of(0L, 1, (byte) -1, new BigDecimal("-0.5"))),
          Map.entry("exact", List.of(DECIMALS.get(2), DECIMALS.get(6), 0, 1.5, 7L)),
          Map.entry("rough", List.of(0.0, -0.0, 1.5f, Double.NaN, 2, new BigDecimal("1.5"))),
          Map.entry("yes", List.of(true, false)),
          Map.entry(
              "at",
              List.of(
                  TIMES.get(0),
                  TIMES.get(1),
                  TIMES.get(2),
                  Instant.MAX,
                  Instant.MIN,
                  TIMES.get(3).plusNanos(999),
                  TIMES.get(3).atOffset(ZoneOffset.ofHours(3)))),
          Map.entry("date", List.of(DATES.get(0), DATES.get(1), LocalDate.MAX, LocalDate.MIN)),
          Map.entry("id", IDS));

  static Filter filter(Random random) {
    String component = one(random, VALUES.keySet().stream().sorted().toList());
    List<? extends Object> values = VALUES.get(component);
    Object value = values.get(random.nextInt(values.size()));
    Filter.Operand operand = Filter.where(component);
    return switch (random.nextInt(9)) {
      case 0 -> operand.equalTo(value);
      case 1 -> operand.notEqualTo(value);
      case 2 -> operand.greaterThan(value);
      case 3 -> operand.atLeast(value);
      case 4 -> operand.lessThan(value);
      case 5 -> operand.atMost(value);
      case 6 -> operand.isNull();
      case 7 -> operand.in(values.subList(0, random.nextInt(values.size() + 1)));
      default ->
          List.of("key", "text", "day").contains(component)
              ? operand.startsWith(value.toString())
              : operand.atMost(value);
    };
  }

  static ReadModelQuery query(Random random) {
    ReadModelQuery query = ReadModelQuery.all();
    for (int i = random.nextInt(4); i > 0; i--) {
      String component = one(random, VALUES.keySet().stream().sorted().toList());
      query = random.nextBoolean() ? query.orderBy(component) : query.orderByDescending(component);
    }
    return random.nextBoolean() ? query : query.page(random.nextInt(10), random.nextInt(20));
  }
}
