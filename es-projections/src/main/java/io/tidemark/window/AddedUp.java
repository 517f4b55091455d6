package io.tidemark.window;

import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import io.tidemark.window.accumulator.Accumulator;
import org.jspecify.annotations.Nullable;

/**
 * One component of rows that is added up.
 *
 * @param component its index
 */
record AddedUp<E>(int component, Accumulator<? super E, ?> accumulator) {
  @Nullable Object add(@Nullable Object before, E event) {
    return any().add(before, event);
  }

  Object merge(Object first, Object second) {
    return any().merge(first, second);
  }

  Object without(Object whole, Object part) {
    return any().without(whole, part);
  }

  @SuppressWarnings("unchecked") // the component of a row holds what the accumulator gave
  private Accumulator<E, Object> any() {
    return (Accumulator<E, Object>) accumulator;
  }

  /** Refuses what hangs on the order of events, where they come in between others. */
  void requireAnyOrder(String projection, RowType<?> type) {
    if (accumulator.isOrdered()) {
      throw new IllegalArgumentException(
          "Invalid accumulator of %s in projection %s: expected one to which the order of events does not matter, since late ones come in between, actual first, last or collect"
              .formatted(type.components().get(component).name(), projection));
    }
  }

  /** Refuses a row without a value. */
  void requireNullable(RowType<?> type) {
    RowComponent there = type.components().get(component);
    if (!there.isNullable()) {
      throw new IllegalStateException(
          "Nothing to put into %s: expected a value in every row, actual an accumulator that has none yet; make the component Optional"
              .formatted(there.name()));
    }
  }
}
