package io.tidemark.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.sketch.HeavyHitters.Hitter;
import io.tidemark.window.accumulator.Accumulator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Near the truth, by as much as is said, and the same for the same events. */
class SketchesTest {
  private static final Accumulator<Object, DistinctCount> DISTINCT =
      Sketches.distinct(value -> value);
  private static final Accumulator<Double, Quantiles> QUANTILES =
      Sketches.quantiles(value -> value);
  private static final Accumulator<String, HeavyHitters> TOP =
      Sketches.heavyHitters(value -> value, 8);

  private static <E, R> R of(Accumulator<? super E, R> accumulator, List<E> events) {
    @Nullable R all = null;
    for (E event : events) {
      all = accumulator.add(all, event);
    }
    return Objects.requireNonNull(all);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 100, 1_000, 5_000, 12_000})
  void different_values_are_counted_to_two_standard_deviations(int count) {
    List<Object> values = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> values.add("account " + i));
    IntStream.range(0, count / 2).forEach(i -> values.add("account " + i));

    DistinctCount all = of(DISTINCT, values);

    assertThat((double) all.estimate()).isCloseTo(count, within(count * 2 * 0.0163 + 0.5));
    assertThat(all.atLeast()).isLessThanOrEqualTo(count + 0.5);
    assertThat(all.atMost()).isGreaterThanOrEqualTo(count - 0.5);
    assertThat(all.sketch().length()).isLessThan(5_600);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 60, 3_000})
  void different_values_in_any_order_and_any_stretches_are_the_same_sketch(int count) {
    List<Object> values = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> values.add((long) i));
    DistinctCount expected = of(DISTINCT, values);

    Collections.shuffle(values, new Random(5));
    assertThat(of(DISTINCT, values)).isEqualTo(expected);
    DistinctCount some = of(DISTINCT, values.subList(0, count / 3));
    DistinctCount others = of(DISTINCT, values.subList(count / 4, count));
    assertThat(DISTINCT.merge(some, others)).isEqualTo(expected);
    assertThat(DISTINCT.merge(others, some)).isEqualTo(expected);
  }

  @Test
  void equal_values_count_once() {
    List<Object> values =
        List.of(1, 1L, 1.0, new BigDecimal("1.00"), new BigDecimal("1"), 0.0, -0.0, "", "a", "a");

    assertThat(of(DISTINCT, values).estimate()).isEqualTo(4);
    assertThat(
            Objects.requireNonNull(Sketches.<Object>distinct(value -> null).add(null, "left out")))
        .isEqualTo(DistinctCount.NONE)
        .extracting(DistinctCount::estimate)
        .isEqualTo(0L);
    assertThatThrownBy(() -> DISTINCT.add(null, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a String, a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "ascending", "descending", "few"})
  void ranks_are_off_by_less_than_the_sketch_says(String kind) {
    int count = 20_000;
    Random random = new Random(11);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(
          switch (kind) {
                case "ascending" -> i;
                case "descending" -> count - i;
                case "few" -> random.nextInt(20);
                default -> random.nextGaussian() * 1_000;
              }
              + 0.0);
    }
    double[] sorted = values.stream().mapToDouble(each -> each).sorted().toArray();

    Quantiles all = of(QUANTILES, values);

    assertThat(all.count()).isEqualTo(count);
    assertThat(all.at(0)).isEqualTo(sorted[0]);
    assertThat(all.at(1)).isEqualTo(sorted[count - 1]);
    int far = 0;
    for (int percent = 1; percent < 100; percent++) {
      double error = error(sorted, all.at(percent / 100.0), percent / 100.0);
      assertThat(error).as(kind + " " + percent).isLessThan(2 * 0.0133);
      far += error > 0.0133 ? 1 : 0;
    }
    assertThat(far).isLessThanOrEqualTo(1);
    assertThat(all.sketch().length()).isLessThan(7_000);
  }

  /** How far a rank is from those that a value has. */
  private static double error(double[] sorted, double value, double rank) {
    int any = Arrays.binarySearch(sorted, value);
    assertThat(any).isNotNegative();
    int first = any;
    int last = any;
    while (first > 0 && sorted[first - 1] == value) {
      first--;
    }
    while (last < sorted.length - 1 && sorted[last + 1] == value) {
      last++;
    }
    double below = (double) first / sorted.length;
    double upTo = (last + 1.0) / sorted.length;
    return rank < below ? below - rank : rank > upTo ? rank - upTo : 0;
  }

  @Test
  void few_numbers_have_exact_quantiles() {
    List<Double> values = List.of(5.0, 1.0, 3.0, 4.0, 2.0);
    Quantiles all = of(QUANTILES, values);

    assertThat(List.of(all.at(0), all.at(0.2), all.at(0.5), all.at(0.81), all.at(1)))
        .containsExactly(1.0, 1.0, 3.0, 5.0, 5.0);
    assertThat(all.rankOf(3)).isEqualTo(0.6);
    assertThatThrownBy(() -> QUANTILES.add(null, Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void stretches_of_numbers_merge_within_the_bound() {
    Random random = new Random(3);
    List<Double> values = random.doubles(20_000).boxed().toList();
    Quantiles merged = of(QUANTILES, values.subList(0, 700));
    for (int from = 700; from < values.size(); from += 1_930) {
      Quantiles more = of(QUANTILES, values.subList(from, Math.min(from + 1_930, values.size())));
      merged = QUANTILES.merge(merged, more);
    }
    double[] sorted = values.stream().mapToDouble(each -> each).sorted().toArray();

    assertThat(merged.count()).isEqualTo(values.size());
    for (int percent = 1; percent < 100; percent++) {
      assertThat(error(sorted, merged.at(percent / 100.0), percent / 100.0)).isLessThan(2 * 0.0133);
    }
    assertThat(merged.sketch().length()).isLessThan(7_000);
  }

  @Test
  void frequent_values_are_counted_within_the_error_that_is_told() {
    Random random = new Random(17);
    List<String> values = new ArrayList<>();
    Map<String, Long> exact = new HashMap<>();
    for (int i = 0; i < 6_000; i++) {
      int kind = random.nextInt(10);
      String value = kind < 3 ? "hot" : kind < 5 ? "warm" : "v" + random.nextInt(1_000);
      values.add(value);
      exact.merge(value, 1L, Long::sum);
    }
    HeavyHitters all = of(TOP, values);
    HeavyHitters merged =
        TOP.merge(of(TOP, values.subList(0, 2_500)), of(TOP, values.subList(2_500, 6_000)));

    for (HeavyHitters each : List.of(all, merged)) {
      assertThat(each.total()).isEqualTo(6_000);
      assertThat(each.error()).isPositive().isLessThan(6_000 / (2 * 8));
      assertThat(each.counts()).hasSizeLessThanOrEqualTo(48);
      exact.forEach(
          (value, count) -> {
            long counted = each.counts().getOrDefault(value, 0L);
            assertThat(count).as(value).isBetween(counted, counted + each.error());
          });
      assertThat(each.top()).extracting(Hitter::value).startsWith("hot", "warm");
    }
  }

  @Test
  void few_different_values_are_counted_exactly() {
    HeavyHitters all = of(TOP, List.of("b", "a", "c", "b", "a", "b"));

    assertThat(all.top()).containsExactly(hitter("b", 3), hitter("a", 2), hitter("c", 1));
    assertThat(all.error()).isZero();
    assertThat(TOP.merge(all, of(TOP, List.of("c", "c", "c"))).top()).startsWith(hitter("c", 4));
    assertThatThrownBy(() -> Sketches.heavyHitters(value -> value, 129))
        .hasMessage("Invalid number of heavy hitters: expected 1 to 128, actual 129");
  }

  private static Hitter hitter(String value, long count) {
    return new Hitter(value, count, count);
  }
}
