package io.tidemark.readmodel;

import io.tidemark.row.Accessor;
import io.tidemark.row.ComponentName;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which rows, in which order, and how many of them. Immutable; each method gives a changed copy.
 * Rows that are equal in the order come in the order of their keys, so that pages never overlap. A
 * component without a value counts as greater than any value; text is ordered by code point, enums
 * by name.
 */
public final class ReadModelQuery {
  private static final ReadModelQuery ALL =
      new ReadModelQuery(Filter.all(), List.of(), 0, Long.MAX_VALUE);

  private final Filter filter;
  private final List<Order> order;
  private final long offset;
  private final long limit;

  private ReadModelQuery(Filter filter, List<Order> order, long offset, long limit) {
    this.filter = filter;
    this.order = order;
    this.offset = offset;
    this.limit = limit;
  }

  /** All rows in the order of their keys. */
  public static ReadModelQuery all() {
    return ALL;
  }

  /** Rows that meet this filter, and those given before. */
  public ReadModelQuery where(Filter added) {
    return new ReadModelQuery(filter.and(added), order, offset, limit);
  }

  /** Ordered by the component of this name, smallest first, after those given before. */
  public ReadModelQuery orderBy(String component) {
    return orderedBy(new Order(ComponentName.of(component), false));
  }

  /**
   * Ordered by this component, as {@code Balance::owner}, smallest first, after those given before.
   *
   * @throws IllegalArgumentException if it is no reference to an accessor
   */
  public <V> ReadModelQuery orderBy(Accessor<V, ?> component) {
    return orderedBy(new Order(ComponentName.of(component), false));
  }

  /** Ordered by the component of this name, greatest first, after those given before. */
  public ReadModelQuery orderByDescending(String component) {
    return orderedBy(new Order(ComponentName.of(component), true));
  }

  /**
   * Ordered by this component, as {@code Balance::owner}, greatest first, after those given before.
   *
   * @throws IllegalArgumentException if it is no reference to an accessor
   */
  public <V> ReadModelQuery orderByDescending(Accessor<V, ?> component) {
    return orderedBy(new Order(ComponentName.of(component), true));
  }

  /** Leaves out the first {@code offset} rows and gives at most {@code limit} of the others. */
  public ReadModelQuery page(long offset, long limit) {
    if (offset < 0 || limit < 0) {
      throw new IllegalArgumentException(
          "Invalid page: expected offset and limit of at least 0, actual %d and %d"
              .formatted(offset, limit));
    }
    return new ReadModelQuery(filter, order, offset, limit);
  }

  Filter filter() {
    return filter;
  }

  List<Order> order() {
    return order;
  }

  long offset() {
    return offset;
  }

  long limit() {
    return limit;
  }

  private ReadModelQuery orderedBy(Order added) {
    return new ReadModelQuery(
        filter, Stream.concat(order.stream(), Stream.of(added)).toList(), offset, limit);
  }

  /** A component, smallest or greatest first. */
  record Order(ComponentName component, boolean isDescending) {
    /** As SQL says it. */
    String direction() {
      return isDescending ? "desc" : "asc";
    }
  }
}
