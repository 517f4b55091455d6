package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.operator.state.Bag;
import io.tidemark.dataflow.operator.state.Stretches;
import io.tidemark.dataflow.operator.state.Totals;
import java.util.List;
import java.util.Optional;

/**
 * Gives out the numbers under which nodes remember, in the order of the plan: so that the same plan
 * finds its state again.
 */
public final class Operators {
  private final OperatorState state;
  private int last;

  public Operators(OperatorState state) {
    this.state = state;
  }

  public OperatorState state() {
    return state;
  }

  public int next() {
    return last++;
  }

  public Bag nextBag() {
    return new Bag(state, next());
  }

  /** For frames that rows leave, over aggregations that cannot forget one; else there are none. */
  public Optional<Stretches> nextStretches(int rows, Totals totals, boolean isLeft) {
    int operator = last;
    last += Stretches.LEVELS;
    return totals.canRemove() || !isLeft
        ? Optional.empty()
        : Optional.of(new Stretches(state, operator, rows, totals));
  }

  public static int[] columns(List<Integer> columns) {
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }
}
