package io.tidemark.window.accumulator;

/**
 * How far values lie from their mean, kept as what it is made of. Added to by the method of Welford
 * (Technometrics 4, 1962) and merged by that of Chan, Golub and LeVeque (1979), so that it does not
 * suffer where values are large and close together.
 *
 * @param count how many values, at least 1
 * @param mean of the values
 * @param squares the sum of the squares of their distances from the mean
 */
public record Variance(long count, double mean, double squares) {
  static Variance of(double value) {
    return new Variance(1, value, 0);
  }

  /** Of all values there are: 0 of one. */
  public double population() {
    return squares / count;
  }

  /** Estimated from a sample; NaN of one value, of which nothing can be said. */
  public double sample() {
    return count == 1 ? Double.NaN : squares / (count - 1);
  }

  /** The square root of {@link #population}. */
  public double standardDeviation() {
    return Math.sqrt(population());
  }

  Variance plus(double value) {
    double distance = value - mean;
    double moved = mean + distance / (count + 1);
    return new Variance(count + 1, moved, squares + distance * (value - moved));
  }

  Variance plus(Variance other) {
    long both = count + other.count;
    double distance = other.mean - mean;
    return new Variance(
        both,
        mean + distance * other.count / both,
        squares + other.squares + distance * distance * count / both * other.count);
  }
}
