package io.tidemark.replay;

import java.util.List;

/**
 * How the rows of a projection compare with a replay of the log.
 *
 * @param projection its name
 * @param position position at which both were compared
 * @param rows how many rows a replay gives
 * @param differences how many rows differ
 * @param examples the first of them, in the order of their keys
 */
public record VerificationReport(
    String projection, long position, long rows, long differences, List<RowDifference> examples) {
  /** Whether every row is what the log says. */
  public boolean isClean() {
    return differences == 0;
  }
}
