package io.tidemark.replay.compare;

import java.util.List;

/**
 * How other rows of a projection compare with the serving ones.
 *
 * @param projection its name
 * @param position position at which the other rows are
 * @param rows how many other rows there are
 * @param added how many of them the serving ones lack
 * @param missing how many of the serving ones they lack
 * @param changed how many have the same key and another value in a column that both have
 * @param sameColumns whether both have the same columns; if not, a row that differs in one of the
 *     others only is not counted
 * @param digest of the keys that differ, and how: where it is the same, the same rows are added and
 *     missing, and the same rows changed in the same columns, numbers by as much
 * @param examples the first differences in the order of their keys, ten at most
 */
public record ComparisonReport(
    String projection,
    long position,
    long rows,
    long added,
    long missing,
    long changed,
    boolean sameColumns,
    long digest,
    List<RowDifference> examples) {
  /** Copies the list. */
  public ComparisonReport {
    examples = List.copyOf(examples);
  }

  /** Whether nothing differs, neither rows nor columns. */
  public boolean isEmpty() {
    return differences() == 0 && sameColumns;
  }

  /** How many rows differ. */
  public long differences() {
    return added + missing + changed;
  }

  /**
   * Whether the same rows are added, missing and changed as in another one, and in the same way:
   * numbers by as much, so that events which both have handled since make no difference; other
   * values from the same to the same.
   */
  public boolean hasSameDifferences(ComparisonReport other) {
    return added == other.added
        && missing == other.missing
        && changed == other.changed
        && sameColumns == other.sameColumns
        && digest == other.digest;
  }

  /**
   * Stands for what differs, in a few letters and digits: another report has the same one if, as
   * far as can be told, it {@linkplain #hasSameDifferences has the same differences}. By it
   * somebody can approve of what they saw.
   */
  public String fingerprint() {
    long counts = (added * 31 + missing) * 31 + changed;
    return "%016x".formatted((digest * 31 + counts) * 2 + (sameColumns ? 0 : 1));
  }

  /** The counts in words. */
  public String summary() {
    return "%d %s added, %d missing, %d changed%s"
        .formatted(
            added,
            added == 1 ? "row" : "rows",
            missing,
            changed,
            sameColumns ? "" : ", other columns");
  }
}
