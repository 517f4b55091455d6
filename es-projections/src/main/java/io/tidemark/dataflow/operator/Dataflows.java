package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.store.Shard;

/** Makes dataflows of plans. */
public final class Dataflows {
  /** The operator that remembers the time. */
  private static final int TIME = 0;

  private Dataflows() {}

  /**
   * A dataflow that goes on from a state: an empty one, or one that a dataflow of an equal plan
   * left after any event. If an event throws, the state must be taken back to before that event.
   *
   * @throws IllegalArgumentException if the plan cannot be carried out; names what and why
   */
  public static Dataflow of(Plan plan, Clocking clocking, OperatorState state) {
    return of(plan, clocking, state, Shard.WHOLE);
  }

  /**
   * The same of one shard of the work, if that {@linkplain Division can be divided}; else of all of
   * it.
   */
  public static Dataflow of(Plan plan, Clocking clocking, OperatorState state, Shard shard) {
    return new NodeDataflow(over -> root(plan, over, shard), clocking, state, TIME);
  }

  private static Node root(Plan plan, OperatorState state, Shard shard) {
    Operators operators = new Operators(state);
    operators.next(); // that of the time
    return new Assembly(operators, shard).node(plan);
  }
}
