package io.tidemark.history;

import java.util.List;

/**
 * How a row came to be what it is.
 *
 * @param revisions what events made of it, each event once, in the direction asked for; events that
 *     left it as it was are not told
 * @param isComplete whether these are all; else there are more than were asked for, or older ones
 *     were pruned, which the origin then says
 * @param origin where this comes from
 */
public record Explanation<V>(List<RowRevision<V>> revisions, boolean isComplete, RowOrigin origin) {
  /** Copies the list. */
  public Explanation {
    revisions = List.copyOf(revisions);
  }
}
