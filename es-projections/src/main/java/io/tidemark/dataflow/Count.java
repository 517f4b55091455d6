package io.tidemark.dataflow;

import org.jspecify.annotations.Nullable;

/** Counts; the state is the count. */
interface Count extends Aggregation {
  /** Whether this row counts. */
  boolean has(Tuple row);

  @Override
  default Object add(@Nullable Object state, Tuple row) {
    return (state == null ? 0 : (Long) state) + (has(row) ? 1 : 0);
  }

  @Override
  default Object merge(Object first, Object second) {
    return (Long) first + (Long) second;
  }

  @Override
  default boolean canRemove() {
    return true;
  }

  @Override
  default Object remove(Object state, Tuple row) {
    return (Long) state - (has(row) ? 1 : 0);
  }

  @Override
  default @Nullable Object result(@Nullable Object state) {
    return state == null ? 0L : state;
  }

  /** Of rows. */
  record Rows() implements Count {
    @Override
    public boolean has(Tuple row) {
      return true;
    }
  }

  /** Of values that are not null. */
  record Values(Expression argument) implements Count {
    @Override
    public boolean has(Tuple row) {
      return argument.of(row) != null;
    }
  }
}
