package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.operator.state.Bag;
import io.tidemark.dataflow.operator.state.Stretches;
import io.tidemark.dataflow.operator.state.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives out the numbers under which nodes remember, in the order of the plan: so that the same plan
 * finds its state again.
 */
public final class Operators {
  private final OperatorState state;
  private final List<int[]> owners = new ArrayList<>();
  private int[] own = {};
  private int last;

  public Operators(OperatorState state) {
    this.state = state;
  }

  public OperatorState state() {
    return state;
  }

  /**
   * Says of those that are given out from now on which values of the groups that they remember
   * decide of the shard.
   *
   * @param values not changed any more; none if each shard remembers all groups
   */
  public void remembering(int[] values) {
    own = values;
  }

  /** Of all that were given out, which values of their groups decide of the shard. */
  public List<int[]> owners() {
    return List.copyOf(owners);
  }

  public int next() {
    owners.add(own);
    return last++;
  }

  public Bag nextBag() {
    return new Bag(state, next());
  }

  /** For frames that rows leave, over aggregations that cannot forget one; else there are none. */
  public Optional<Stretches> nextStretches(int rows, Totals totals, boolean isLeft) {
    int operator = last;
    for (int level = 0; level < Stretches.LEVELS; level++) {
      next();
    }
    return totals.canRemove() || !isLeft
        ? Optional.empty()
        : Optional.of(new Stretches(state, operator, rows, totals));
  }

  public static int[] columns(List<Integer> columns) {
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }
}
