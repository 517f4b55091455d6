package io.tidemark.replay;

import io.tidemark.projection.EventTally;
import io.tidemark.replay.compare.RowDifference;
import java.util.List;
import java.util.Optional;

/**
 * How the rows of a projection compare with a replay of the log.
 *
 * @param projection its name
 * @param position position at which both were compared
 * @param rows how many rows a replay gives
 * @param differences how many rows differ
 * @param examples the first of them, in the order of their keys
 * @param handled which changes by events the checkpoint says were handled; empty if that was not
 *     counted from the first on
 * @param expected which there are in the log
 */
public record VerificationReport(
    String projection,
    long position,
    long rows,
    long differences,
    List<RowDifference> examples,
    Optional<EventTally> handled,
    EventTally expected) {
  /** Copies the list. */
  public VerificationReport {
    examples = List.copyOf(examples);
  }

  /** Whether every row is what the log says, and every event was handled once. */
  public boolean isClean() {
    return differences == 0 && isTallyRight();
  }

  /** Whether every event was handled once, as far as that was counted. */
  public boolean isTallyRight() {
    return handled.map(expected::equals).orElse(true);
  }
}
