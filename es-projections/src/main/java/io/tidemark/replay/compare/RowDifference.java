package io.tidemark.replay.compare;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A row that is not what it should be.
 *
 * @param key its key
 * @param expected the row as the log and the code of today make it; empty if there should be none
 * @param actual the row that serves; empty if there is none. Both are maps of the columns that both
 *     have, if it is of another record; and with JSON as text, if they differ only in what of that
 *     the record does not know
 * @param event position of an event of this key: of the first after which the two differ if that
 *     can be known, else of the last; empty if no event has this key
 * @param isFirst whether it is the first after which they differ. It can be known if the serving
 *     row is what it should have been at an earlier position; of a row that it never should have
 *     been, as one that was edited by hand, it cannot
 */
public record RowDifference(
    Object key,
    Optional<Object> expected,
    Optional<Object> actual,
    OptionalLong event,
    boolean isFirst) {
  /** In what way. */
  public Kind kind() {
    if (actual.isEmpty()) {
      return Kind.ADDED;
    }
    return expected.isEmpty() ? Kind.MISSING : Kind.CHANGED;
  }

  /** What the expected rows are to the serving ones. */
  public enum Kind {
    /** It is expected, and does not serve. */
    ADDED,
    /** It serves, and is not expected. */
    MISSING,
    /** Both are there, and differ. */
    CHANGED
  }
}
