package io.tidemark.benchmarks.measure;

import java.util.List;
import java.util.Locale;

/** Numbers of a table. */
public final class Numbers {
  private Numbers() {}

  /** The value in the middle; the mean of two if there are two. */
  public static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** With this many decimals, and with one at least if it is below ten. */
  public static String text(double value, int decimals) {
    return String.format(
        Locale.ROOT, "%,." + (value < 10 ? Math.max(decimals, 1) : decimals) + "f", value);
  }
}
