package io.tidemark.sketch;

import io.tidemark.window.accumulator.Accumulator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes values of events into a sketch.
 *
 * @param values gives the value of an event, null if it has none
 * @param none what there is before the first value; null for nothing
 * @param first what there is of one value
 * @param more what there is after one more
 * @param both what there is of two stretches
 */
record Sketched<E, X, R>(
    Function<? super E, ? extends @Nullable X> values,
    @Nullable R none,
    Function<X, R> first,
    BiFunction<R, X, R> more,
    BinaryOperator<R> both)
    implements Accumulator<E, R> {
  Sketched {
    Objects.requireNonNull(values, "values");
  }

  @Override
  public @Nullable R add(@Nullable R before, E event) {
    X value = values.apply(event);
    if (value == null) {
      return before == null ? none : before;
    }
    return before == null ? first.apply(value) : more.apply(before, value);
  }

  @Override
  public R merge(R some, R others) {
    return both.apply(some, others);
  }

  @Override
  public boolean isSketch() {
    return true;
  }

  @Override
  public List<Object> code() {
    return List.of(values);
  }
}
