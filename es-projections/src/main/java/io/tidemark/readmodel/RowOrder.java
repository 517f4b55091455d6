package io.tidemark.readmodel;

import io.tidemark.row.RowComponent;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a query orders rows in Java: as PostgreSQL does, where null is greater than all values. */
final class RowOrder {
  private RowOrder() {}

  static <V> Comparator<V> of(List<BoundQuery.By> order) {
    return order.stream().map(RowOrder::<V>by).reduce(Comparator::thenComparing).orElseThrow();
  }

  private static <V> Comparator<V> by(BoundQuery.By by) {
    Comparator<@Nullable Object> values = values(by);
    return (a, b) -> values.compare(by.component().value(a), by.component().value(b));
  }

  /** Values of the component, or null. */
  static Comparator<@Nullable Object> values(RowComponent component) {
    return Comparator.nullsLast(component.kind().order());
  }

  private static Comparator<@Nullable Object> values(BoundQuery.By by) {
    Comparator<@Nullable Object> smallestFirst = values(by.component());
    return by.isDescending() ? smallestFirst.reversed() : smallestFirst;
  }

  /** Whether a row comes behind a place in the order. */
  static boolean isAfter(
      List<BoundQuery.By> order, Object row, List<? extends @Nullable Object> place) {
    for (int i = 0; i < order.size(); i++) {
      BoundQuery.By by = order.get(i);
      int compared = values(by).compare(by.component().value(row), place.get(i));
      if (compared != 0) {
        return compared > 0;
      }
    }
    return false;
  }
}
