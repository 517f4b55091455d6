package io.tidemark.window.accumulator;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adds up values of events.
 *
 * @param values gives the value of an event, null if it has none
 * @param none what there is before the first value; null for nothing
 * @param first what there is of one value
 * @param more what there is after one more
 * @param both what there is of two stretches
 * @param less what there is of a stretch without a part; null if that cannot be told
 * @param isOrdered whether the order of events matters
 */
record Folded<E, X, R>(
    Function<? super E, ? extends @Nullable X> values,
    @Nullable R none,
    Function<X, R> first,
    BiFunction<R, X, R> more,
    BinaryOperator<R> both,
    @Nullable BinaryOperator<R> less,
    boolean isOrdered)
    implements Accumulator<E, R> {
  Folded {
    Objects.requireNonNull(values, "values");
  }

  /** Of values that are what they add up to. */
  static <E, R> Folded<E, R, R> of(
      Function<? super E, ? extends @Nullable R> values, @Nullable R none, BinaryOperator<R> both) {
    return new Folded<>(values, none, value -> value, both, both, null, false);
  }

  /** The same, to which the order of events matters. */
  Folded<E, X, R> ordered() {
    return new Folded<>(values, none, first, more, both, less, true);
  }

  /** The same, that can forget by this. */
  Folded<E, X, R> forgetting(BinaryOperator<R> by) {
    return new Folded<>(values, none, first, more, both, by, isOrdered);
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
  public boolean canForget() {
    return less != null;
  }

  @Override
  public R without(R whole, R part) {
    if (less == null) {
      throw new UnsupportedOperationException("It cannot be told what is left");
    }
    return less.apply(whole, part);
  }

  @Override
  public List<Object> code() {
    return List.of(values);
  }
}
