package io.tidemark.dataflow;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a group are a match. They are looked at in the order of their time, those of one
 * time in the order of the log: from each row on where a match can begin, the elements are gone
 * through, each taking rows that meet its condition. Where an element can take a row or be left, it
 * takes it if it is greedy and is left if not; the other way is gone if this one leads to nothing.
 * The first match that is found so is the one that begins there.
 *
 * @param time the column with the time; rows without one are left out
 * @param absent which rows must not come after the last one of a match, until its time is over
 * @param within how long a match is: all its rows are less than so many microseconds after the
 *     first, at least 1
 * @param isOverlapping whether a match can begin at each row, or only behind the last row of the
 *     match before
 * @param clock by which the time of a match is over
 * @param opening what a row looks like to conditions among rows and to measures
 * @param measures what a match comes to
 */
public record Matching(
    int time,
    List<Element> elements,
    Optional<Expression> absent,
    long within,
    boolean isOverlapping,
    Windowing.Clock clock,
    UnaryOperator<Tuple> opening,
    List<Measure> measures) {
  /** Copies the lists. */
  public Matching {
    elements = List.copyOf(elements);
    measures = List.copyOf(measures);
  }

  /**
   * Rows of a match that follow each other.
   *
   * @param condition which rows can be of it; those for which it is TRUE
   * @param among a second condition, on the row and the rows before it in the match
   * @param min how many rows at the least, from 0
   * @param max how many at the most, from 1; {@link Integer#MAX_VALUE} for any number
   * @param isGreedy whether it takes as many rows as it can, or as few
   * @param passing which rows may come before each of its rows, but not be of it; none if empty.
   *     None come before the first row of a match
   */
  public record Element(
      Expression condition,
      Optional<Condition> among,
      int min,
      int max,
      boolean isGreedy,
      Optional<Expression> passing) {}

  /** Whether a row can be of an element, as far as that depends on rows before it. Thread-safe. */
  @FunctionalInterface
  public interface Condition {
    /**
     * Whether it can.
     *
     * @param matched what there is of the match, the row being the last one
     */
    boolean holds(Matched matched);
  }

  /** One of the things that a match comes to. Thread-safe. */
  @FunctionalInterface
  public interface Measure {
    /** Its value: one that a {@link Tuple} can hold. */
    @Nullable Object of(Matched matched);
  }

  /** The rows of a match, or of what there is of it. */
  public interface Matched {
    /** All, in their order. */
    List<Tuple> rows();

    /** The last one of all. */
    Tuple last();

    /** Those of an element, by its index. */
    List<Tuple> rows(int element);
  }
}
