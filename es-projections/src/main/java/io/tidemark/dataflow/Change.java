package io.tidemark.dataflow;

import java.util.Objects;

/**
 * A row that comes or goes. The changes of one event are a multiset: a row that comes and goes by
 * the same event is no change.
 *
 * @param row the row
 * @param count how many times it comes, or, if negative, goes; never 0
 *     <p>Not API.
 */
public record Change(Tuple row, long count) {
  /** Refuses what is no change. */
  public Change {
    Objects.requireNonNull(row, "row");
    if (count == 0) {
      throw new IllegalArgumentException("Invalid change: expected a count other than 0, actual 0");
    }
  }

  /** A row that comes. */
  public static Change added(Tuple row) {
    return new Change(row, 1);
  }

  /** A row that goes. */
  public static Change removed(Tuple row) {
    return new Change(row, -1);
  }
}
