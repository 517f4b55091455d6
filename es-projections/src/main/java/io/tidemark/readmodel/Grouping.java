package io.tidemark.readmodel;

import io.tidemark.row.ComponentName;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import io.tidemark.row.ValueKind;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By which component rows are put together, and of which the sum is wanted.
 *
 * @param summed empty if rows are to be counted
 */
record Grouping(RowComponent group, Optional<RowComponent> summed) {
  private static final Set<ValueKind> EXACT =
      EnumSet.of(ValueKind.LONG, ValueKind.INTEGER, ValueKind.DECIMAL);

  /**
   * @throws IllegalArgumentException if the record has no such component
   */
  static Grouping count(RowType<?> rows, String group) {
    RowComponent by = rows.component(ComponentName.of(group));
    by.requireOrder("group by");
    return new Grouping(by, Optional.empty());
  }

  /**
   * @throws IllegalArgumentException if the record has no such components, or the sum of the second
   *     would not be exact
   */
  static Grouping sum(RowType<?> rows, String group, String summed) {
    RowComponent sum = rows.component(ComponentName.of(summed));
    if (!EXACT.contains(sum.kind())) {
      throw new IllegalArgumentException(
          "Invalid sum of %s: expected whole numbers or decimals, actual %s"
              .formatted(sum.name(), sum.kind()));
    }
    return new Grouping(count(rows, group).group, Optional.of(sum));
  }

  /** The group of a value, as the record would hold it; all that are equal have one form. */
  @Nullable Object form(@Nullable Object value) {
    return group.declared(value == null ? null : group.equalForm(value));
  }

  /** In the order of the groups, without one last. */
  <T> Map<Object, T> fold(Stream<?> rows, BiFunction<@Nullable T, Object, T> adding) {
    Map<@Nullable Object, T> groups = new TreeMap<>(RowOrder.values(group));
    rows.forEach(
        row -> groups.compute(group.value(row), (key, before) -> adding.apply(before, row)));
    Map<Object, T> told = new LinkedHashMap<>();
    groups.forEach((key, value) -> told.put(form(key), value));
    return told;
  }

  /** What a row adds to the sum. */
  BigDecimal amount(Object row) {
    Object value = summed.orElseThrow().value(row);
    if (value == null) {
      return BigDecimal.ZERO;
    }
    return value instanceof BigDecimal decimal
        ? decimal
        : BigDecimal.valueOf(((Number) value).longValue());
  }
}
