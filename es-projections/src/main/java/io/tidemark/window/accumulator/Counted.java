package io.tidemark.window.accumulator;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events that meet a condition.
 *
 * @param code what the condition was written with
 */
record Counted<E>(Predicate<? super E> condition, List<Object> code)
    implements Accumulator<E, Long> {
  static <E> Counted<E> of(Predicate<? super E> condition) {
    return new Counted<>(condition, List.of(Objects.requireNonNull(condition, "condition")));
  }

  @Override
  public Long add(@Nullable Long before, E event) {
    long counted = before == null ? 0 : before;
    return condition.test(event) ? Math.addExact(counted, 1) : counted;
  }

  @Override
  public Long merge(Long first, Long second) {
    return Math.addExact(first, second);
  }

  @Override
  public boolean canForget() {
    return true;
  }

  @Override
  public Long without(Long whole, Long part) {
    return whole - part;
  }
}
