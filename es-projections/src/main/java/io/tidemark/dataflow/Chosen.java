package io.tidemark.dataflow;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The value of the first or the last row by an order; the state holds the order and the value, or
 * nothing as long as one of them was null.
 */
record Chosen(Expression argument, Expression order, boolean isFirst) implements Aggregation {
  @Override
  public Object add(@Nullable Object state, Tuple row) {
    Object before = state == null ? Tuple.EMPTY : state;
    Object value = argument.of(row);
    Object place = order.of(row);
    return value == null || place == null ? before : merge(before, Tuple.of(place, value));
  }

  @Override
  public Object merge(Object first, Object second) {
    if (first.equals(Tuple.EMPTY) || second.equals(Tuple.EMPTY)) {
      return first.equals(Tuple.EMPTY) ? second : first;
    }
    int compared = ValueOrder.compare(place(first), place(second));
    return (isFirst ? compared <= 0 : compared > 0) ? first : second;
  }

  private static Object place(Object state) {
    return Objects.requireNonNull(((Tuple) state).get(0));
  }

  @Override
  public boolean canRemove() {
    return false;
  }

  @Override
  public @Nullable Object result(@Nullable Object state) {
    return state == null || state.equals(Tuple.EMPTY) ? null : ((Tuple) state).get(1);
  }
}
