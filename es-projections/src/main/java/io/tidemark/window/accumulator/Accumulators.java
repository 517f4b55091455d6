package io.tidemark.window.accumulator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The accumulators that come with Tidemark. Where one is given a function of events, an event for
 * which that gives null is left out.
 */
public final class Accumulators {
  private Accumulators() {}

  /** How many events; 0 if none. */
  public static <E> Accumulator<E, Long> count() {
    return new Counted<>(event -> true, List.of());
  }

  /** How many events that meet a condition; 0 if none. */
  public static <E> Accumulator<E, Long> count(Predicate<? super E> condition) {
    return Counted.of(condition);
  }

  /** The exact sum; 0 of none. */
  public static <E> Accumulator<E, BigDecimal> sum(
      Function<? super E, @Nullable BigDecimal> values) {
    return Folded.of(values, BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * The sum of whole numbers; 0 of none. One that a {@code long} cannot hold is an error of the
   * event that brought it.
   */
  public static <E> Accumulator<E, Long> sumOfLongs(Function<? super E, @Nullable Long> values) {
    return Folded.<E, Long>of(values, 0L, Math::addExact).forgetting(Math::subtractExact);
  }

  /** The smallest; nothing of none. Of two that are equal, the first. */
  public static <E, R extends Comparable<? super R>> Accumulator<E, R> min(
      Function<? super E, @Nullable R> values) {
    return Folded.of(values, null, (a, b) -> b.compareTo(a) < 0 ? b : a);
  }

  /** The greatest; nothing of none. Of two that are equal, the first. */
  public static <E, R extends Comparable<? super R>> Accumulator<E, R> max(
      Function<? super E, @Nullable R> values) {
    return Folded.of(values, null, (a, b) -> b.compareTo(a) > 0 ? b : a);
  }

  /** That of the first event in the log; nothing of none. */
  public static <E, R> Accumulator<E, R> first(Function<? super E, @Nullable R> values) {
    return Folded.<E, R>of(values, null, (a, b) -> a).ordered();
  }

  /** That of the last event in the log; nothing of none. */
  public static <E, R> Accumulator<E, R> last(Function<? super E, @Nullable R> values) {
    return Folded.<E, R>of(values, null, (a, b) -> b).ordered();
  }

  /** The average; nothing of none. */
  public static <E> Accumulator<E, Average> average(
      Function<? super E, @Nullable BigDecimal> values) {
    return new Folded<>(
        values, null, value -> new Average(value, 1), Average::plus, Average::plus, null, false);
  }

  /** The variance; nothing of none. */
  public static <E> Accumulator<E, Variance> variance(
      Function<? super E, @Nullable Double> values) {
    return new Folded<>(values, null, Variance::of, Variance::plus, Variance::plus, null, false);
  }

  /**
   * All of them in the order of the log; an empty list of none. A row holds them all: for few.
   *
   * @param most how many at the most; one more is an error of the event that brought it
   */
  public static <E, R> Accumulator<E, List<R>> collect(
      Function<? super E, @Nullable R> values, int most) {
    return new Folded<>(
        values,
        List.of(),
        value -> List.of(value),
        (before, value) -> joined(before, List.of(value), most),
        (some, others) -> joined(some, others, most),
        null,
        true);
  }

  /**
   * The greatest ones, the greatest first; an empty list of none. Of those that are equal, the
   * first ones.
   *
   * @param most how many at the most
   * @throws IllegalArgumentException if it is less than 1
   */
  public static <E, R extends Comparable<? super R>> Accumulator<E, List<R>> top(
      Function<? super E, @Nullable R> values, int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "Invalid number of values: expected at least 1, actual " + most);
    }
    return new Folded<>(
        values,
        List.of(),
        value -> List.of(value),
        (before, value) -> greatest(before, List.of(value), most),
        (some, others) -> greatest(some, others, most),
        null,
        false);
  }

  private static <R extends Comparable<? super R>> List<R> greatest(
      List<R> some, List<R> others, int most) {
    List<R> both = new ArrayList<>(some);
    both.addAll(others);
    both.sort(Comparator.reverseOrder());
    return List.copyOf(both.subList(0, Math.min(most, both.size())));
  }

  private static <R> List<R> joined(List<R> some, List<R> others, int most) {
    if (some.size() + others.size() > most) {
      throw new IllegalStateException(
          "Too many values to collect: expected at most %d, actual %d"
              .formatted(most, some.size() + others.size()));
    }
    List<R> both = new ArrayList<>(some);
    both.addAll(others);
    return List.copyOf(both);
  }
}
