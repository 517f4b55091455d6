package io.tidemark.readmodel;

import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import io.tidemark.row.ValueKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A condition on a component that the record has, with values of its kind. */
record BoundCondition(RowComponent component, Comparison comparison, List<Object> values) {

  /**
   * @throws IllegalArgumentException if the record has no such component, or cannot compare it so
   */
  static BoundCondition of(RowType<?> rows, Filter.Condition condition) {
    RowComponent component = rows.component(condition.component());
    ValueKind kind = component.kind();
    if (condition.comparison() == Comparison.STARTS_WITH
        && kind != ValueKind.TEXT
        && kind != ValueKind.ENUM) {
      throw new IllegalArgumentException(
          "Invalid filter on %s: expected text, actual %s".formatted(component.name(), kind));
    }
    if (condition.comparison().needsOrder()) {
      component.requireOrder("filter on");
    }
    boolean contains = condition.comparison() == Comparison.CONTAINS;
    if (contains && component.elementType().isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid filter on %s: expected a List, actual %s"
              .formatted(component.name(), component.type().getSimpleName()));
    }
    return new BoundCondition(
        component,
        condition.comparison(),
        condition.values().stream()
            .filter(Objects::nonNull) // null is equal to nothing
            .map(
                value ->
                    contains
                        ? ComparedValue.element(component, value)
                        : ComparedValue.given(component, value))
            .sorted(ComparedValue::compare) // by which one of many is found
            .toList());
  }

  static List<BoundCondition> all(RowType<?> rows, Filter filter) {
    return filter.conditions().stream().map(condition -> of(rows, condition)).toList();
  }

  /** What is bound: of several values one array, since parameters are few. */
  Optional<Object> parameter() {
    return switch (comparison) {
      case IS_NULL -> Optional.empty();
      case IN -> Optional.of(ComparedValue.bindable(component, values));
      default -> Optional.of(ComparedValue.bindable(values.get(0)));
    };
  }

  boolean isMetBy(Object row) {
    @Nullable Object actual = component.value(row);
    return comparison.isMet(
        actual == null ? null : ComparedValue.ofRow(component, actual),
        values,
        ComparedValue::compare);
  }
}
