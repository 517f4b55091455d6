package io.tidemark.readmodel;

import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query of which is known what it asks of the rows of one projection.
 *
 * @param order ends with the key, so that no two rows have the same place
 * @param after the place behind which it begins: a value for each of the order
 */
record BoundQuery<V>(
    RowType<V> rows,
    List<BoundCondition> conditions,
    List<By> order,
    Optional<List<@Nullable Object>> after,
    long offset,
    long limit) {

  /** A component by which rows are ordered, smallest or greatest first. */
  record By(RowComponent component, boolean isDescending) {}

  /**
   * @throws IllegalArgumentException if the record does not have what is asked for, or the cursor
   *     is of another query
   */
  static <V> BoundQuery<V> of(ReadModelDefinition<?, V> projection, ReadModelQuery query) {
    RowType<V> rows = projection.rows();
    BoundQuery<V> bound =
        new BoundQuery<>(
            rows,
            BoundCondition.all(rows, query.filter()),
            order(projection, query.order()),
            Optional.empty(),
            query.offset(),
            query.limit());
    return query
        .cursor()
        .map(cursor -> bound.after(PageCursor.of(projection, bound).values(cursor)))
        .orElse(bound);
  }

  private BoundQuery<V> after(List<@Nullable Object> place) {
    return new BoundQuery<>(rows, conditions, order, Optional.of(place), offset, limit);
  }

  private static List<By> order(
      ReadModelDefinition<?, ?> projection, List<ReadModelQuery.Order> wanted) {
    Set<RowComponent> undecided = new LinkedHashSet<>(projection.key().components());
    List<By> order = new ArrayList<>();
    for (ReadModelQuery.Order each : wanted) {
      RowComponent component = projection.rows().component(each.component());
      component.requireOrder("order by");
      order.add(new By(component, each.isDescending()));
      undecided.remove(component);
      if (undecided.isEmpty()) {
        return order; // what comes behind it has nothing to decide
      }
    }
    undecided.forEach(component -> order.add(new By(component, false)));
    return order;
  }

  /**
   * Whether all rows that meet the conditions are asked for. The server is then told of no limit:
   * of any it is handed as a parameter, it expects to give a part of the rows only.
   */
  boolean isWhole() {
    return offset == 0 && limit == ReadModelQuery.NO_LIMIT;
  }

  boolean isMetBy(V row) {
    return conditions.stream().allMatch(condition -> condition.isMetBy(row));
  }
}
