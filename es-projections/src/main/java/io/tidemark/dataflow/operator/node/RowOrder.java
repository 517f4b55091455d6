package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.SortKey;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.ValueOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The order of the rows of a group: by the sort keys, then by the columns that tell rows apart,
 * then by all.
 */
public final class RowOrder implements Comparator<Tuple> {
  private final List<SortKey> keys;

  RowOrder(Plan.Top plan) {
    List<SortKey> all = new ArrayList<>(plan.order());
    IntStream.concat(
            plan.input().key().stream().flatMap(List::stream).mapToInt(Integer::intValue),
            IntStream.range(0, plan.input().width()))
        .forEach(column -> all.add(new SortKey(column, false, false)));
    this.keys = List.copyOf(all);
  }

  @Override
  public int compare(Tuple one, Tuple other) {
    for (SortKey key : keys) {
      int compared = compareBy(key, one.get(key.column()), other.get(key.column()));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /**
   * Where in its group a row is kept: never behind a row that comes after it. Several rows may have
   * one place.
   */
  long place(Tuple row) {
    SortKey first = keys.get(0);
    Object value = row.get(first.column());
    if (value == null) {
      return first.isNullFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    long place = ValueOrder.place(value);
    return first.isDescending() ? ~place : place;
  }

  private static int compareBy(SortKey key, @Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      int nullsLast = Boolean.compare(one == null, other == null);
      return key.isNullFirst() ? -nullsLast : nullsLast;
    }
    int compared = ValueOrder.compare(one, other);
    return key.isDescending() ? Integer.compare(0, compared) : compared;
  }
}
