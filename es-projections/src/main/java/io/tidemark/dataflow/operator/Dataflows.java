package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.store.Shard;
import java.time.Duration;

/** Makes dataflows of plans. */
public final class Dataflows {
  private Dataflows() {}

  /**
   * A dataflow that goes on from a state: an empty one, or one that a dataflow of an equal plan
   * left after any event. If an event throws, the state must be taken back to before that event.
   *
   * @param delay how far the watermark stays behind the latest event
   * @param maxAhead how far an event can be ahead of when it was recorded and still move the
   *     watermark as far
   * @throws IllegalArgumentException if the plan cannot be carried out; names what and why
   */
  public static Dataflow of(Plan plan, Duration delay, Duration maxAhead, OperatorState state) {
    return of(plan, delay, maxAhead, state, Shard.WHOLE);
  }

  /**
   * The same of one shard of the work, if that {@linkplain Division can be divided}; else of all of
   * it.
   */
  public static Dataflow of(
      Plan plan, Duration delay, Duration maxAhead, OperatorState state, Shard shard) {
    if (delay.isNegative() || maxAhead.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid dataflow: expected a delay and a time ahead that are not negative, actual %s and %s"
              .formatted(delay, maxAhead));
    }
    Operators operators = new Operators(state);
    int time = operators.next();
    return new NodeDataflow(
        new Assembly(operators, shard).node(plan), delay, maxAhead, state, time);
  }
}
