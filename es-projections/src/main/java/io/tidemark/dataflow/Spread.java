package io.tidemark.dataflow;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far numbers lie from their mean; the state is how many there are, their sum and that of their
 * squares. All are exact, those of Doubles too: so numbers go again without a trace.
 *
 * @param isSample whether the numbers are a sample of more
 * @param isRoot whether it is the standard deviation, and not the variance
 * @param scale how many digits there are behind the point, half a unit being rounded away from
 *     zero; negative if it comes to a Double
 */
record Spread(Expression argument, boolean isSample, boolean isRoot, int scale)
    implements Aggregation {
  private static final Tuple NOTHING = Tuple.of(0L, BigDecimal.ZERO, BigDecimal.ZERO);
  private static final MathContext DIGITS = new MathContext(80);

  @Override
  public Object add(@Nullable Object state, Tuple row) {
    Tuple before = state == null ? NOTHING : (Tuple) state;
    Object value = argument.of(row);
    return value == null ? before : with(before, 1, exact(value), exact(value));
  }

  @Override
  public Object merge(Object first, Object second) {
    Tuple others = (Tuple) second;
    return Tuple.of(
        count((Tuple) first) + count(others),
        part((Tuple) first, 1).add(part(others, 1)),
        part((Tuple) first, 2).add(part(others, 2)));
  }

  @Override
  public boolean canRemove() {
    return true;
  }

  @Override
  public Object remove(Object state, Tuple row) {
    Object value = argument.of(row);
    return value == null ? state : with((Tuple) state, -1, exact(value).negate(), exact(value));
  }

  private static Tuple with(Tuple state, int times, BigDecimal added, BigDecimal value) {
    return Tuple.of(
        count(state) + times, part(state, 1).add(added), part(state, 2).add(added.multiply(value)));
  }

  private static BigDecimal exact(Object value) {
    if (value instanceof Double number) {
      if (!Double.isFinite(number)) {
        throw new ArithmeticException(number + " has no distance from a mean");
      }
      return new BigDecimal(number);
    }
    return value instanceof Long number ? BigDecimal.valueOf(number) : (BigDecimal) value;
  }

  @Override
  public @Nullable Object result(@Nullable Object state) {
    long count = state == null ? 0 : count((Tuple) state);
    if (state == null || count < (isSample ? 2 : 1)) {
      return null;
    }
    BigDecimal number = BigDecimal.valueOf(count);
    BigDecimal sum = part((Tuple) state, 1);
    BigDecimal squares = number.multiply(part((Tuple) state, 2)).subtract(sum.multiply(sum));
    BigDecimal by = number.multiply(isSample ? BigDecimal.valueOf(count - 1) : number);
    BigDecimal variance = squares.signum() == 0 ? BigDecimal.ZERO : squares.divide(by, DIGITS);
    BigDecimal spread = isRoot && variance.signum() > 0 ? variance.sqrt(DIGITS) : variance;
    return scale < 0 ? (Object) spread.doubleValue() : spread.setScale(scale, RoundingMode.HALF_UP);
  }

  private static long count(Tuple state) {
    return (Long) Objects.requireNonNull(state.get(0));
  }

  private static BigDecimal part(Tuple state, int index) {
    return (BigDecimal) Objects.requireNonNull(state.get(index));
  }
}
