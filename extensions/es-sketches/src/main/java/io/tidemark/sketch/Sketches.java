package io.tidemark.sketch;

import io.tidemark.sketch.state.EqualForm;
import io.tidemark.sketch.state.Frequent;
import io.tidemark.window.accumulator.Accumulator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Accumulators that are near the truth and need little room, whatever the number of values. The
 * same events in the same order give the same result, in whatever batches and after whatever
 * restarts. They merge, so sessions have them; they cannot forget, so windows that slide refuse
 * them. An event for which the function gives null is left out.
 */
public final class Sketches {
  private Sketches() {}

  /**
   * About how many different values; {@link DistinctCount#NONE} of none.
   *
   * @param values gives texts, numbers, enums, Booleans, Instants, LocalDates or UUIDs; numbers of
   *     one value are one, whatever their type and scale. Another type is an {@link
   *     IllegalArgumentException} of the event that brought it
   */
  public static <E> Accumulator<E, DistinctCount> distinct(
      Function<? super E, ? extends @Nullable Object> values) {
    return new Sketched<>(
        values,
        DistinctCount.NONE,
        DistinctCount.NONE::with,
        DistinctCount::with,
        DistinctCount::with);
  }

  /**
   * About how numbers are spread; nothing of none.
   *
   * @param values gives numbers, taken as doubles. One that is none, NaN, is an {@link
   *     IllegalArgumentException} of the event that brought it
   */
  public static <E> Accumulator<E, Quantiles> quantiles(
      Function<? super E, ? extends @Nullable Number> values) {
    return new Sketched<>(
        values,
        null,
        number -> Quantiles.of(number.doubleValue()),
        (before, number) -> before.with(number.doubleValue()),
        Quantiles::with);
  }

  /**
   * About which values came most often; no value of none.
   *
   * @param values as for {@link #distinct}
   * @param most how many are asked for
   * @throws IllegalArgumentException if it is not from 1 to 128
   */
  public static <E> Accumulator<E, HeavyHitters> heavyHitters(
      Function<? super E, ? extends @Nullable Object> values, int most) {
    HeavyHitters none = HeavyHitters.none(Frequent.requireMost(most));
    return new Sketched<>(
        values,
        none,
        value -> none.with(EqualForm.of(value)),
        (before, value) -> before.with(EqualForm.of(value)),
        HeavyHitters::with);
  }
}
