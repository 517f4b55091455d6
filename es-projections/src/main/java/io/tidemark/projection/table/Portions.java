package io.tidemark.projection.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts what one event can do to very many rows, as when time goes on over all windows at once, into
 * statements that a timeout lets pass. It stays one transaction.
 */
final class Portions {
  private static final int ROWS_OF_STATEMENT = 10_000;

  private Portions() {}

  /** Does the work on some of them at a time, in their order; not at all if there are none. */
  static <T> void of(Collection<T> all, Consumer<List<T>> work) {
    List<T> list = all instanceof List<T> same ? same : new ArrayList<>(all);
    for (int from = 0; from < list.size(); from += ROWS_OF_STATEMENT) {
      work.accept(list.subList(from, Math.min(list.size(), from + ROWS_OF_STATEMENT)));
    }
  }
}
