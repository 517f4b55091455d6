package io.tidemark.dataflow;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A sum; the state is how many values that are not null there were, and what they come to, which is
 * null before the first.
 */
interface Sum extends Aggregation {
  /** Before the first value. */
  Tuple NOTHING = Tuple.of(0L, null);

  /** What is added up. */
  Expression argument();

  /** Two values together. */
  Object plus(Object one, Object other);

  /** A value without another. */
  Object minus(Object one, Object other);

  /** How many values a state has. */
  static long values(Object state) {
    Object values = ((Tuple) state).get(0);
    return values == null ? 0 : (Long) values;
  }

  @Override
  default Object add(@Nullable Object state, Tuple row) {
    Object value = argument().of(row);
    Object sum = result(state);
    if (value == null) {
      return state == null ? NOTHING : state;
    }
    return state == null || sum == null
        ? Tuple.of(1L, value)
        : Tuple.of(values(state) + 1, plus(sum, value));
  }

  @Override
  default Object merge(Object first, Object second) {
    Object one = ((Tuple) first).get(1);
    Object other = ((Tuple) second).get(1);
    if (one == null) {
      return second;
    }
    return other == null ? first : Tuple.of(values(first) + values(second), plus(one, other));
  }

  @Override
  default boolean canRemove() {
    return true;
  }

  @Override
  default Object remove(Object state, Tuple row) {
    Object value = argument().of(row);
    if (value == null) {
      return state;
    }
    Object sum = ((Tuple) state).get(1);
    return sum == null || values(state) == 1
        ? NOTHING
        : Tuple.of(values(state) - 1, minus(sum, value));
  }

  @Override
  default @Nullable Object result(@Nullable Object state) {
    return state == null ? null : ((Tuple) state).get(1);
  }

  /** Of Longs. */
  record OfLongs(Expression argument) implements Sum {
    @Override
    public Object plus(Object one, Object other) {
      long first = (Long) one;
      long second = (Long) other;
      long sum = first + second;
      if (((first ^ sum) & (second ^ sum)) < 0) {
        throw tooLarge(BigInteger.valueOf(first).add(BigInteger.valueOf(second)));
      }
      return sum;
    }

    @Override
    public Object minus(Object one, Object other) {
      long first = (Long) one;
      long second = (Long) other;
      long difference = first - second;
      if (((first ^ second) & (first ^ difference)) < 0) {
        throw tooLarge(BigInteger.valueOf(first).subtract(BigInteger.valueOf(second)));
      }
      return difference;
    }

    private static ArithmeticException tooLarge(BigInteger sum) {
      return new ArithmeticException("expected a sum of at most 64 bits, actual " + sum);
    }
  }

  /** Of decimals. */
  record OfDecimals(Expression argument) implements Sum {
    @Override
    public Object plus(Object one, Object other) {
      return ((BigDecimal) one).add((BigDecimal) other);
    }

    @Override
    public Object minus(Object one, Object other) {
      return ((BigDecimal) one).subtract((BigDecimal) other);
    }
  }

  /** Of Doubles. */
  record OfDoubles(Expression argument) implements Sum {
    @Override
    public Object plus(Object one, Object other) {
      return (Double) one + (Double) other;
    }

    @Override
    public Object minus(Object one, Object other) {
      throw new UnsupportedOperationException("A sum of Doubles would drift");
    }

    @Override
    public boolean canRemove() {
      return false;
    }
  }
}
