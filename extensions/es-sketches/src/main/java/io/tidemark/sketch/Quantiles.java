package io.tidemark.sketch;

import io.tidemark.sketch.state.Kll;

/**
 * About how numbers are spread. Up to 200 of them it is exact; from there on a rank is off by less
 * than 1.33 % of all in 99 of 100 cases, wherever they lie. What it names are numbers that there
 * were, as doubles. Immutable.
 *
 * @param sketch a KLL sketch of doubles of Apache DataSketches in its compact form, in Base64, up
 *     to about 7,000 characters
 */
public record Quantiles(String sketch) {
  /** How many numbers, exactly. */
  public long count() {
    return Kll.count(bytes());
  }

  /**
   * The least number that such a share of all is not above: 0.5 gives the median, 0 the smallest
   * and 1 the greatest one, both exactly.
   *
   * @throws IllegalArgumentException if the share is not from 0 to 1
   */
  public double at(double share) {
    return Kll.quantile(bytes(), share);
  }

  /** Which share of all numbers is not above this one, from 0 to 1. */
  public double rankOf(double number) {
    return Kll.rank(bytes(), number);
  }

  private byte[] bytes() {
    return Base64Text.bytes(sketch);
  }

  static Quantiles of(double number) {
    return new Quantiles(Base64Text.of(Kll.add(null, number)));
  }

  Quantiles with(double number) {
    return new Quantiles(Base64Text.of(Kll.add(bytes(), number)));
  }

  Quantiles with(Quantiles others) {
    return new Quantiles(Base64Text.of(Kll.merge(bytes(), others.bytes())));
  }
}
