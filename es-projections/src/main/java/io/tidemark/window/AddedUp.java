package io.tidemark.window;

import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import io.tidemark.window.accumulator.Accumulator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One component of rows that is added up.
 *
 * @param component its index
 * @param name what it is called
 */
record AddedUp<E>(int component, String name, Accumulator<? super E, ?> accumulator) {
  /** What some were written with. */
  static <E> List<Object> code(List<AddedUp<E>> parts) {
    List<Object> code = new ArrayList<>();
    parts.forEach(part -> code.addAll(part.accumulator().code()));
    return code;
  }

  @Nullable Object add(@Nullable Object before, E event) {
    try {
      return any().add(before, event);
    } catch (ArithmeticException e) {
      throw named(e);
    }
  }

  Object merge(Object first, Object second) {
    try {
      return any().merge(first, second);
    } catch (ArithmeticException e) {
      throw named(e);
    }
  }

  Object without(Object whole, Object part) {
    try {
      return any().without(whole, part);
    } catch (ArithmeticException e) {
      throw named(e);
    }
  }

  /** Says which of the components it is that cannot be computed. */
  private ArithmeticException named(ArithmeticException cause) {
    ArithmeticException named = new ArithmeticException(name + ": " + cause.getMessage());
    named.initCause(cause);
    return named;
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
