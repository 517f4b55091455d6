package io.tidemark.dataflow;

import org.jspecify.annotations.Nullable;

/**
 * What is added up over rows. Its state is null, as long as no row was added, or a value that a
 * {@link Tuple} can hold. Immutable and thread-safe.
 */
public interface Aggregation {
  /** The state after one more row. */
  Object add(@Nullable Object state, Tuple row);

  /**
   * The state of two stretches together, all rows of the second coming after those of the first.
   */
  Object merge(Object first, Object second);

  /** Whether it can forget a row: then {@link #remove} works, exactly. */
  boolean canRemove();

  /**
   * The state without a row that was added before.
   *
   * @throws UnsupportedOperationException if it cannot
   */
  default Object remove(Object state, Tuple row) {
    throw new UnsupportedOperationException(this + " cannot forget a row");
  }

  /**
   * Whether it is a sketch: what it comes to is near the truth, and it can neither forget a row nor
   * be made anew without keeping them all. A plan that would need that is refused.
   */
  default boolean isSketch() {
    return false;
  }

  /** What it comes to; null for nothing. */
  @Nullable Object result(@Nullable Object state);
}
