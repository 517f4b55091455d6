package io.tidemark.sketch.state;

import java.util.List;

/**
 * Values that stand for others: one on a level for twice as many as one on the level below. Those
 * of the lowest level stand for themselves and are as they came; those of others are sorted. The
 * arrays must not be changed.
 *
 * @param count how many values there were
 */
record KllLevels(long count, double min, double max, List<double[]> levels) {
  static KllLevels of(double value) {
    return new KllLevels(1, value, value, List.of(new double[] {value}));
  }

  double[] level(int number) {
    return number < levels.size() ? levels.get(number) : new double[0];
  }

  /** How many values are kept. */
  int size() {
    return levels.stream().mapToInt(level -> level.length).sum();
  }
}
