package io.tidemark.dataflow.operator.state;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import java.util.Optional;

/**
 * Keeps totals right while rows come and go. If aggregations cannot forget a row, the rows are kept
 * and added up anew when one goes.
 */
public final class Ledger {
  private final Totals totals;
  private final Optional<Bag> kept;

  /**
   * For rows of a plan.
   *
   * @param bag where to keep them, if need be
   */
  public Ledger(Totals totals, Plan input, Bag bag) {
    this.totals = totals;
    this.kept = input.isAppendOnly() || totals.canRemove() ? Optional.empty() : Optional.of(bag);
  }

  /** Must be told of each change first. */
  public void tell(Tuple group, long at, Change change) {
    kept.ifPresent(bag -> bag.apply(group, at, change));
  }

  /** Forgets the rows of a group from one number through another, which will not be told of. */
  public void forget(Tuple group, long from, long through) {
    kept.ifPresent(bag -> bag.clear(group, from, through));
  }

  /** The totals after a change, over the rows of the group from one number through another. */
  public Tuple after(Tuple before, Change change, Tuple group, long from, long through) {
    if (change.count() > 0) {
      return totals.add(before, change.row(), change.count());
    }
    if (kept.isEmpty()) {
      return totals.remove(before, change.row(), -change.count());
    }
    Tuple sum = totals.none();
    for (Change row : kept.get().rows(group, from, through)) {
      sum = totals.add(sum, row.row(), row.count());
    }
    return sum;
  }
}
