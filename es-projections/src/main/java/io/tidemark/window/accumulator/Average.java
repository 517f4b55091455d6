package io.tidemark.window.accumulator;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * An average, kept as what it is made of, so that it is exact however many values come.
 *
 * @param sum of all values
 * @param count how many, at least 1
 */
public record Average(BigDecimal sum, long count) {
  /** Refuses an average of nothing. */
  public Average {
    if (count < 1) {
      throw new IllegalArgumentException(
          "Invalid average: expected at least one value, actual " + count);
    }
  }

  /** The sum divided by the count, to 34 digits, half to even. */
  public BigDecimal value() {
    return sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
  }

  Average plus(BigDecimal value) {
    return new Average(sum.add(value), count + 1);
  }

  Average plus(Average other) {
    return new Average(sum.add(other.sum), count + other.count);
  }
}
