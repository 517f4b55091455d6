package io.tidemark.readmodel;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.row.Decimal;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows with records, lists and maps within them, of random values that follow from positions. */
final class Baskets {
  static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "b\\",
          "\"c\"",
          "{}",
          "\t\n\r",
          "'",
          "\u0001\u001f",
          "\u00e4",
          "\uD83D\uDE00",
          "\\N",
          "\\u0000",
          "null",
          "bb",
          "ab");
  static final List<BigDecimal> PRICES =
      List.of(
          new BigDecimal("0"),
          new BigDecimal("0.00"),
          new BigDecimal("1.5"),
          new BigDecimal("1.50"),
          new BigDecimal("1E+3"),
          new BigDecimal("-1E-20"),
          new BigDecimal("0E+5"),
          new BigDecimal("12345678901234567890.10"));
  private static final List<Double> WEIGHTS =
      List.of(0.0, -0.0, 1e300, 1e-320, 0.1, 3.0, Double.NaN, Double.NEGATIVE_INFINITY);

  private Baskets() {}

  record Address(String street, @Nullable String city, Optional<LocalDate> since) {}

  record Line(
      String item,
      int count,
      long big,
      BigDecimal price,
      double weight,
      boolean gift,
      Optional<Instant> at,
      UUID id,
      DayOfWeek day,
      Map<String, List<String>> notes) {}

  /** The trail is the order in which the fold saw the names in the map of the row before. */
  record Basket(
      String key,
      List<Line> lines,
      Map<String, BigDecimal> prices,
      Optional<Address> address,
      @Nullable List<String> tags,
      @Decimal(precision = 12, scale = 2) BigDecimal total,
      String trail) {}

  static Projection<String, Basket> named(String name) {
    return Projection.named(name, Basket.class, Basket::key)
        .from("account", Accounts.CODEC)
        .keyedBy((event, recorded) -> recorded.stream().key())
        .fold(
            (row, event, recorded) ->
                event instanceof Accounts.Closed ? null : basket(row, recorded));
  }

  private static Basket basket(@Nullable Basket row, RecordedEvent recorded) {
    Random random = new Random(recorded.position() * 0x9E3779B97F4A7C15L);
    return new Basket(
        recorded.stream().key(),
        row != null && random.nextInt(3) == 0
            ? row.lines()
            : IntStream.range(0, random.nextInt(4)).mapToObj(i -> line(random)).toList(),
        prices(random),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new Address(
                    one(random, TEXTS),
                    random.nextBoolean() ? null : "c",
                    random.nextBoolean() ? Optional.empty() : Optional.of(LocalDate.of(4, 2, 29)))),
        random.nextInt(4) == 0 ? null : List.of(one(random, TEXTS), one(random, TEXTS)),
        BigDecimal.valueOf(random.nextInt(1_000), random.nextInt(3)),
        row == null ? "" : String.join("|", row.prices().keySet()));
  }

  private static Map<String, BigDecimal> prices(Random random) {
    Map<String, BigDecimal> prices = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      prices.put(one(random, TEXTS), one(random, PRICES));
    }
    return prices;
  }

  private static Line line(Random random) {
    Map<String, List<String>> notes = new HashMap<>();
    notes.put(one(random, TEXTS), List.of(one(random, TEXTS)));
    return new Line(
        one(random, TEXTS),
        random.nextInt(3),
        Long.MAX_VALUE - random.nextInt(2),
        one(random, PRICES),
        one(random, WEIGHTS),
        random.nextBoolean(),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(Instant.parse("2026-03-04T05:06:07.891234567Z")),
        new UUID(random.nextInt(2), 7),
        DayOfWeek.of(1 + random.nextInt(7)),
        notes);
  }

  static <T> T one(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
