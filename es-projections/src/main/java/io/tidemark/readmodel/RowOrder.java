package io.tidemark.readmodel;

import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** How a query orders rows in Java: as PostgreSQL does, where null is greater than all values. */
final class RowOrder {
  private RowOrder() {}

  static <V> Comparator<V> of(RowType<V> rows, List<ReadModelQuery.Order> order) {
    Stream<Comparator<V>> wanted = order.stream().map(by -> by(rows, by));
    return Stream.concat(wanted, Stream.of(RowOrder.<V>by(rows.key())))
        .reduce(Comparator::thenComparing)
        .orElseThrow();
  }

  private static <V> Comparator<V> by(RowType<V> rows, ReadModelQuery.Order order) {
    Comparator<V> smallestFirst = by(rows.component(order.component()));
    return order.isDescending() ? smallestFirst.reversed() : smallestFirst;
  }

  private static <V> Comparator<V> by(RowComponent component) {
    component.requireOrder("order by");
    Comparator<Object> values = Comparator.nullsLast(component.kind().order());
    return (a, b) -> values.compare(component.value(a), component.value(b));
  }
}
