package io.tidemark.dataflow;

/**
 * What can be added up over rows. Arguments that are null are passed over; what is added up over
 * nothing else is null, but a count is 0. All are equal if they are made alike of equal arguments.
 */
public final class Aggregations {
  private Aggregations() {}

  /** How many rows, a Long. */
  public static Aggregation count() {
    return new Count.Rows();
  }

  /** How many values that are not null, a Long. */
  public static Aggregation count(Expression argument) {
    return new Count.Values(argument);
  }

  /** The sum of Longs, a Long: one that does not fit is an {@link ArithmeticException}. */
  public static Aggregation sumOfLongs(Expression argument) {
    return new Sum.OfLongs(argument);
  }

  /** The sum of decimals, exactly. */
  public static Aggregation sumOfDecimals(Expression argument) {
    return new Sum.OfDecimals(argument);
  }

  /** The sum of Doubles, which cannot forget a row: it would drift. */
  public static Aggregation sumOfDoubles(Expression argument) {
    return new Sum.OfDoubles(argument);
  }

  /** The average of Longs, a Long: what is behind the point is cut off, as Flink has it. */
  public static Aggregation averageOfLongs(Expression argument) {
    return new Average.OfLongs(new Sum.OfLongs(argument));
  }

  /**
   * The average of decimals, half a unit being rounded away from zero.
   *
   * @param scale how many digits behind the point
   */
  public static Aggregation averageOfDecimals(Expression argument, int scale) {
    return new Average.OfDecimals(new Sum.OfDecimals(argument), scale);
  }

  /** The average of Doubles, which cannot forget a row. */
  public static Aggregation averageOfDoubles(Expression argument) {
    return new Average.OfDoubles(new Sum.OfDoubles(argument));
  }

  /**
   * How many different values that are not null, a Long. Each value is kept, in one state: for few.
   *
   * @param most how many at the most; one more is an {@link ArithmeticException}
   */
  public static Aggregation countDistinct(Expression argument, int most) {
    return new DistinctValues(argument, most);
  }

  /**
   * The variance of Longs or decimals, exactly up to where it is rounded, half a unit away from
   * zero. That of a sample is null of one value.
   *
   * @param isSample whether the values are a sample of more
   * @param scale how many digits behind the point
   */
  public static Aggregation variance(Expression argument, boolean isSample, int scale) {
    return new Spread(argument, isSample, false, scale);
  }

  /** The standard deviation, as {@link #variance}. */
  public static Aggregation deviation(Expression argument, boolean isSample, int scale) {
    return new Spread(argument, isSample, true, scale);
  }

  /**
   * The variance of Doubles, a Double: added up exactly, so it can forget a row.
   *
   * @param isSample whether the values are a sample of more
   */
  public static Aggregation varianceOfDoubles(Expression argument, boolean isSample) {
    return new Spread(argument, isSample, false, -1);
  }

  /** The standard deviation of Doubles, as {@link #varianceOfDoubles}. */
  public static Aggregation deviationOfDoubles(Expression argument, boolean isSample) {
    return new Spread(argument, isSample, true, -1);
  }

  /** The smallest of values that can be compared with each other. */
  public static Aggregation min(Expression argument) {
    return new Extreme(argument, true);
  }

  /** The largest of values that can be compared with each other. */
  public static Aggregation max(Expression argument) {
    return new Extreme(argument, false);
  }

  /**
   * The value of the first row whose value is not null.
   *
   * @param order by which it is first: usually the position; rows without one are passed over
   */
  public static Aggregation first(Expression argument, Expression order) {
    return new Chosen(argument, order, true);
  }

  /**
   * The value of the last row whose value is not null.
   *
   * @param order by which it is last: usually the position; rows without one are passed over
   */
  public static Aggregation last(Expression argument, Expression order) {
    return new Chosen(argument, order, false);
  }
}
