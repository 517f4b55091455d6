package io.tidemark.dataflow;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** An average; the state is that of the sum, which knows how many values it has. */
interface Average extends Aggregation {
  /** What is divided. */
  Sum sum();

  /** The sum by the number of values. */
  Object divided(Object sum, long values);

  @Override
  default Object add(@Nullable Object state, Tuple row) {
    return sum().add(state, row);
  }

  @Override
  default Object merge(Object first, Object second) {
    return sum().merge(first, second);
  }

  @Override
  default boolean canRemove() {
    return sum().canRemove();
  }

  @Override
  default Object remove(Object state, Tuple row) {
    return sum().remove(state, row);
  }

  @Override
  default @Nullable Object result(@Nullable Object state) {
    Object sum = sum().result(state);
    return state == null || sum == null ? null : divided(sum, Sum.values(state));
  }

  /** Of Longs, cut off behind the point. */
  record OfLongs(Sum sum) implements Average {
    @Override
    public Object divided(Object sum, long values) {
      return (Long) sum / values;
    }
  }

  /** Of decimals, rounded to a scale. */
  record OfDecimals(Sum sum, int scale) implements Average {
    @Override
    public Object divided(Object sum, long values) {
      return ((BigDecimal) sum).divide(BigDecimal.valueOf(values), scale, RoundingMode.HALF_UP);
    }
  }

  /** Of Doubles. */
  record OfDoubles(Sum sum) implements Average {
    @Override
    public Object divided(Object sum, long values) {
      return (Double) sum / values;
    }
  }
}
