package io.tidemark.window.accumulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds up events. What it gives is all that it remembers: a component of a row, so that it is still
 * there in the next batch. Must depend on its arguments only, as every fold; immutable and
 * thread-safe.
 *
 * @param <E> the events
 * @param <R> what they add up to: a value that a row can hold
 */
public interface Accumulator<E, R> {
  /**
   * What there is after one more event.
   *
   * @param before what there was, null if there was nothing yet
   * @return null if there is still nothing
   */
  @Nullable R add(@Nullable R before, E event);

  /**
   * What there is of two stretches together, of which all events of the second come after those of
   * the first.
   */
  R merge(R first, R second);

  /**
   * Whether it can forget: then {@link #without} works, and gives exactly what there would be had
   * the part never been added. So windows that slide cost the same, however long they are.
   */
  default boolean canForget() {
    return false;
  }

  /**
   * What there is of a stretch without the first part of it.
   *
   * @throws UnsupportedOperationException if it cannot forget
   */
  default R without(R whole, R part) {
    throw new UnsupportedOperationException(this + " cannot forget");
  }

  /**
   * Whether the order of events matters: then it cannot be used where events come in between
   * others, in sessions and in windows that slide by time.
   */
  default boolean isOrdered() {
    return false;
  }

  /**
   * Whether it is a sketch: what it gives is near the truth. Then it is refused where events go
   * again, as in windows that slide: it cannot forget them, and keeping them all for that is what
   * it is there to save.
   */
  default boolean isSketch() {
    return false;
  }

  /**
   * What it was written with: the objects and lambdas by whose classes a change of its code is
   * noticed.
   */
  default List<Object> code() {
    return List.of(this);
  }
}
