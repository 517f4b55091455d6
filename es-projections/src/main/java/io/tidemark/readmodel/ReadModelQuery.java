package io.tidemark.readmodel;

import io.tidemark.row.Accessor;
import io.tidemark.row.ComponentName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which rows, in which order, and how many of them. Immutable; each method gives a changed copy.
 * Rows that are equal in the order come in the order of their keys, so that pages never overlap. A
 * component without a value counts as greater than any value; text is ordered by code point, enums
 * by name.
 */
public final class ReadModelQuery {
  static final long NO_LIMIT = Long.MAX_VALUE;

  private static final ReadModelQuery ALL =
      new ReadModelQuery(Filter.all(), List.of(), 0, NO_LIMIT, Optional.empty());

  private final Filter filter;
  private final List<Order> order;
  private final long offset;
  private final long limit;
  private final Optional<String> cursor;

  private ReadModelQuery(
      Filter filter, List<Order> order, long offset, long limit, Optional<String> cursor) {
    if (offset > 0 && cursor.isPresent()) {
      throw new IllegalArgumentException(
          "Invalid page: expected no offset beside a cursor, actual " + offset);
    }
    this.filter = filter;
    this.order = order;
    this.offset = offset;
    this.limit = limit;
    this.cursor = cursor;
  }

  /** All rows in the order of their keys. */
  public static ReadModelQuery all() {
    return ALL;
  }

  /** Rows that meet this filter, and those given before. */
  public ReadModelQuery where(Filter added) {
    return new ReadModelQuery(filter.and(added), order, offset, limit, cursor);
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
    return new ReadModelQuery(filter, order, offset, limit, cursor);
  }

  /**
   * Gives at most so many rows.
   *
   * @throws IllegalArgumentException if it is less than 0
   */
  public ReadModelQuery limit(long limit) {
    return page(offset, limit);
  }

  /**
   * Begins behind the last row of a page, wherever that now is: costs the same for any page, and
   * misses or repeats no row whose place in the order stays.
   *
   * @param cursor {@link RowPage#next} of the same query; another limit will do. One that is not is
   *     refused with an IllegalArgumentException when the query is asked
   * @throws IllegalArgumentException if the query has an offset
   */
  public ReadModelQuery after(String cursor) {
    return new ReadModelQuery(filter, order, offset, limit, Optional.of(cursor));
  }

  Optional<String> cursor() {
    return cursor;
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
        filter, Stream.concat(order.stream(), Stream.of(added)).toList(), offset, limit, cursor);
  }

  /** A component, smallest or greatest first. */
  record Order(ComponentName component, boolean isDescending) {}
}
