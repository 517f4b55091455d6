package io.tidemark.dataflow.operator.state;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Tuple;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What several aggregations come to over the same rows: a tuple of the number of rows, and the
 * state of each aggregation.
 */
public final class Totals {
  private final Aggregation[] aggregations;
  private final Tuple none;
  private final boolean canRemove;

  public Totals(List<Aggregation> aggregations) {
    this.aggregations = aggregations.toArray(new Aggregation[0]);
    @Nullable Object[] nothing = new Object[aggregations.size() + 1];
    nothing[0] = 0L;
    this.none = Tuple.of(nothing);
    this.canRemove = aggregations.stream().allMatch(Aggregation::canRemove);
  }

  /** Over no row. */
  public Tuple none() {
    return none;
  }

  /** Whether all of them can forget a row. */
  public boolean canRemove() {
    return canRemove;
  }

  /** Over how many rows. */
  public static long rows(Tuple totals) {
    return (Long) Objects.requireNonNull(totals.get(0));
  }

  /** With a row more. */
  public Tuple add(Tuple totals, Tuple row) {
    @Nullable Object[] states = new Object[aggregations.length + 1];
    states[0] = rows(totals) + 1;
    for (int i = 0; i < aggregations.length; i++) {
      states[i + 1] = aggregations[i].add(totals.get(i + 1), row);
    }
    return Tuple.of(states);
  }

  /** With a row more, so many times. */
  public Tuple add(Tuple totals, Tuple row, long times) {
    Tuple sum = totals;
    for (long i = 0; i < times; i++) {
      sum = add(sum, row);
    }
    return sum;
  }

  /** Without a row that is among them. */
  public Tuple remove(Tuple totals, Tuple row) {
    if (rows(totals) == 1) {
      return none;
    }
    @Nullable Object[] states = new Object[aggregations.length + 1];
    states[0] = rows(totals) - 1;
    for (int i = 0; i < aggregations.length; i++) {
      states[i + 1] = aggregations[i].remove(Objects.requireNonNull(totals.get(i + 1)), row);
    }
    return Tuple.of(states);
  }

  /** With a row in the place of one that is among them. */
  public Tuple replace(Tuple totals, Tuple gone, Tuple come) {
    if (rows(totals) == 1) {
      return add(none, come);
    }
    @Nullable Object[] states = new Object[aggregations.length + 1];
    states[0] = totals.get(0);
    for (int i = 0; i < aggregations.length; i++) {
      Aggregation each = aggregations[i];
      Object rest = each.remove(Objects.requireNonNull(totals.get(i + 1)), gone);
      states[i + 1] = each.add(rest, come);
    }
    return Tuple.of(states);
  }

  /** Without a row that is so many times among them. */
  public Tuple remove(Tuple totals, Tuple row, long times) {
    Tuple rest = totals;
    for (long i = 0; i < times; i++) {
      rest = remove(rest, row);
    }
    return rest;
  }

  /** Over the rows of both. */
  public Tuple merge(Tuple first, Tuple second) {
    if (rows(first) == 0 || rows(second) == 0) {
      return rows(first) == 0 ? second : first;
    }
    @Nullable Object[] states = new Object[aggregations.length + 1];
    states[0] = rows(first) + rows(second);
    for (int i = 0; i < aggregations.length; i++) {
      states[i + 1] =
          aggregations[i].merge(
              Objects.requireNonNull(first.get(i + 1)), Objects.requireNonNull(second.get(i + 1)));
    }
    return Tuple.of(states);
  }

  /** A row: some values, and then the results. */
  public Tuple row(Tuple head, Tuple totals) {
    return row(head, totals, new Object[0]);
  }

  /** A row: some values, some more, and then the results. */
  public Tuple row(Tuple head, Tuple totals, Object... more) {
    int width = head.size() + more.length;
    @Nullable Object[] values = new Object[width + aggregations.length];
    for (int i = 0; i < head.size(); i++) {
      values[i] = head.get(i);
    }
    System.arraycopy(more, 0, values, head.size(), more.length);
    for (int i = 0; i < aggregations.length; i++) {
      values[width + i] = aggregations[i].result(totals.get(i + 1));
    }
    return Tuple.of(values);
  }
}
