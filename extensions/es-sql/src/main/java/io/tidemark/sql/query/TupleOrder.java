package io.tidemark.sql.query;

import io.tidemark.dataflow.Tuple;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** By the values, nulls last: so that an answer is the same whenever it is asked for. */
enum TupleOrder implements Comparator<Tuple> {
  /** The only one. */
  INSTANCE;

  @Override
  public int compare(Tuple a, Tuple b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int compared = compared(a.get(i), b.get(i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // values of one column are of one class
  private static int compared(@Nullable Object some, @Nullable Object other) {
    if (some == null || other == null) {
      return Boolean.compare(some == null, other == null);
    }
    return some instanceof Comparable one ? one.compareTo(other) : 0;
  }
}
