package io.tidemark.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions about the past mean the same as those about now. */
class AsOfTest {
  private static final List<String> TEXTS =
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

  private static final Projection<String, Mixed> MIXED =
      Projection.named("mixed", Mixed.class, Mixed::key)
          .from("account", Accounts.CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold((row, event, recorded) -> mixed(recorded));

  private final ProjectionLab lab = new ProjectionLab();

  private static Mixed mixed(RecordedEvent recorded) {
    Random random = new Random(recorded.position() * 31);
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

  private static <T> T one(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static <T> Optional<T> maybe(Random random, List<T> values) {
    return random.nextInt(4) == 0 ? Optional.empty() : Optional.of(one(random, values));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void random_queries_give_the_same_rows_from_history_as_from_the_table() {
    for (String key : TEXTS) {
      for (int i = 0; i < 4; i++) {
        Accounts.append(lab.store(), "k" + i + key, new Accounts.Opened("Ann"));
      }
    }
    lab.projections().catchUp(MIXED);
    ReadModelRepository<String, Mixed> serving = lab.asking().of(MIXED);
    ReadModel<String, Mixed> replayed = serving.asOf(AsOf.position(lab.store().head()));
    assertThat(replayed).isNotSameAs(serving);
    assertThat(serving.findAll()).hasSize(52);

    for (int seed = 1; seed <= 500; seed++) {
      Random random = new Random(seed);
      Filter filter = filter(random).and(random.nextInt(3) == 0 ? filter(random) : Filter.all());
      ReadModelQuery query = query(random).where(filter);
      assertThat(replayed.findAll(query))
          .as("query of seed %d", seed)
          .isEqualTo(serving.findAll(query));
      assertThat(replayed.count(filter))
          .as("count of seed %d", seed)
          .isEqualTo(serving.count(filter));
    }
    for (String key : TEXTS) {
      assertThat(replayed.find("k1" + key)).isEqualTo(serving.find("k1" + key)).isPresent();
    }
    assertThat(replayed.find("none")).isEmpty();
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

  private static Filter filter(Random random) {
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

  private static ReadModelQuery query(Random random) {
    ReadModelQuery query = ReadModelQuery.all();
    for (int i = random.nextInt(4); i > 0; i--) {
      String component = one(random, VALUES.keySet().stream().sorted().toList());
      query = random.nextBoolean() ? query.orderBy(component) : query.orderByDescending(component);
    }
    return random.nextBoolean() ? query : query.page(random.nextInt(10), random.nextInt(20));
  }

  @Test
  void several_read_models_answer_at_one_same_position() {
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.TEN));
    PointInTime point = lab.asking().asOf(AsOf.latest());
    PointInTime byTime = lab.asking().asOf(AsOf.occurredAt(Instant.parse("2030-01-01T00:00:00Z")));
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.TEN));

    for (PointInTime at : List.of(point, byTime)) {
      assertThat(at.position()).isEqualTo(2);
      assertThat(at.of(Accounts.BALANCES).find("1").orElseThrow().moves()).isEqualTo(2);
      assertThat(at.of(Accounts.STATEMENTS).count(Filter.all())).isEqualTo(2);
    }
    assertThat(lab.asking().asOf(AsOf.position(1)).of(Accounts.STATEMENTS).findAll()).hasSize(1);
    assertThat(lab.asking().asOf(AsOf.position(99)).position()).isEqualTo(3);
    assertThatThrownBy(() -> lab.asking().asOf(AsOf.version(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_latest_point_of_a_repository_is_what_serves() {
    ReadModelRepository<String, Accounts.Balance> balances = lab.asking().of(Accounts.BALANCES);
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));

    assertThat(balances.asOf(AsOf.latest())).isSameAs(balances);
    assertThat(balances.asOf(AsOf.latest()).find("1")).isEmpty();
    assertThat(balances.asOf(AsOf.recordedAt(Instant.now().plusSeconds(3_600))).find("1"))
        .isPresent();
  }

  @Test
  void values_of_another_kind_are_refused_in_both() {
    lab.projections().catchUp(MIXED);
    ReadModelRepository<String, Mixed> serving = lab.asking().of(MIXED);
    ReadModel<String, Mixed> replayed = serving.asOf(AsOf.position(0));
    for (ReadModel<String, Mixed> rows : List.of(serving, replayed)) {
      assertThatThrownBy(() -> rows.count(Filter.where("whole").equalTo("1")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid value for component whole: expected Number, actual String 1");
      assertThatThrownBy(() -> rows.count(Filter.where("whole").equalTo(Double.NaN)))
          .hasMessageContaining("expected a finite number, actual NaN");
      assertThatThrownBy(() -> rows.count(Filter.where("whole").startsWith("1")))
          .hasMessage("Invalid filter on whole: expected text, actual LONG");
      assertThatThrownBy(() -> rows.count(Filter.where("text").equalTo("a\0")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Invalid value for component text: expected text, actual \\u0000");
      assertThatThrownBy(() -> rows.find("\uD83D")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> rows.count(Filter.where("none").equalTo("a")))
          .hasMessageContaining("Unknown component none");
    }
  }
}
