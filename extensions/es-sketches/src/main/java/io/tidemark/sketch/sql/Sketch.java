package io.tidemark.sketch.sql;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Tuple;
import org.jspecify.annotations.Nullable;

/** An aggregation whose state is that of a sketch, or an empty tuple before the first value. */
interface Sketch extends Aggregation {
  /** What is taken in; null is passed over. */
  Expression argument();

  /** The state with one more value; null before the first. */
  Object with(@Nullable Object before, Object value);

  /** The state of both. */
  Object both(Object some, Object others);

  /** What a state comes to. */
  Object of(Object state);

  /** What it comes to without a value. */
  default @Nullable Object ofNone() {
    return null;
  }

  @Override
  default @Nullable Object result(@Nullable Object state) {
    return state == null || isEmpty(state) ? ofNone() : of(state);
  }

  private static boolean isEmpty(Object state) {
    return state.equals(Tuple.EMPTY);
  }

  @Override
  default Object add(@Nullable Object state, Tuple row) {
    Object value = argument().of(row);
    if (value == null) {
      return state == null ? Tuple.EMPTY : state;
    }
    return with(state == null || isEmpty(state) ? null : state, value);
  }

  @Override
  default Object merge(Object first, Object second) {
    if (isEmpty(first) || isEmpty(second)) {
      return isEmpty(first) ? second : first;
    }
    return both(first, second);
  }

  @Override
  default boolean canRemove() {
    return false;
  }

  @Override
  default boolean isSketch() {
    return true;
  }
}
