package io.tidemark.benchmarks.streams.goals;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of those that are measured for a goal.
 *
 * @param figures what each measurement comes to
 * @param baseline with which it is compared, figure by figure; null if it is one
 */
record Side(String name, List<Figure> figures, @Nullable Side baseline, Measure measure) {
  /** Copies the list. */
  Side {
    figures = List.copyOf(figures);
  }

  /** With one figure. */
  static Side of(String name, Figure figure, @Nullable Side baseline, One measure) {
    return new Side(name, List.of(figure), baseline, () -> List.of(measure.run()));
  }

  /**
   * A figure of a table.
   *
   * @param unit in which it is
   * @param decimals how many are told
   * @param aim in words; empty if there is none
   */
  record Figure(String unit, int decimals, String aim) {
    static Figure rate(String aim) {
      return new Figure("events/s", 0, aim);
    }

    static Figure millis(String aim) {
      return new Figure("ms", 1, aim);
    }
  }

  /** Measures once. */
  @FunctionalInterface
  interface Measure {
    /** Gives a number for each figure. */
    List<Double> run() throws Exception;
  }

  /** Measures once, which comes to one number. */
  @FunctionalInterface
  interface One {
    double run() throws Exception;
  }
}
