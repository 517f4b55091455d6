package io.tidemark.decision;

import io.tidemark.store.AppendResult;
import java.util.List;

/**
 * What became of a decision. Its events are durable.
 *
 * @param appends where they are: one for each stream in a row; none if nothing was decided
 * @param position position of the last one, to wait for before reading a read model; 0 if there is
 *     none
 * @param attempts how often it was decided because events came in between; 1 if none did
 */
public record DecisionResult(List<AppendResult> appends, long position, int attempts) {
  /** Copies the list. */
  public DecisionResult {
    appends = List.copyOf(appends);
  }
}
