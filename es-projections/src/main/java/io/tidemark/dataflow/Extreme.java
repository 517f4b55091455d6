package io.tidemark.dataflow;

import org.jspecify.annotations.Nullable;

/** The smallest or the largest value; the state holds it, or nothing as long as all were null. */
record Extreme(Expression argument, boolean isSmallest) implements Aggregation {
  @Override
  public Object add(@Nullable Object state, Tuple row) {
    Object before = state == null ? Tuple.EMPTY : state;
    Object value = argument.of(row);
    return value == null ? before : better((Tuple) before, value);
  }

  @Override
  public Object merge(Object first, Object second) {
    Object value = result(second);
    return value == null ? first : better((Tuple) first, value);
  }

  private Tuple better(Tuple state, Object value) {
    Object best = result(state);
    if (best == null) {
      return Tuple.of(value);
    }
    int compared = ValueOrder.compare(value, best);
    return (isSmallest ? compared < 0 : compared > 0) ? Tuple.of(value) : state;
  }

  @Override
  public boolean canRemove() {
    return false;
  }

  @Override
  public @Nullable Object result(@Nullable Object state) {
    return state == null || state.equals(Tuple.EMPTY) ? null : ((Tuple) state).get(0);
  }
}
