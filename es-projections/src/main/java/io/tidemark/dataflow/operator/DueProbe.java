package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.state.ForwardingState;
import java.util.List;

/**
 * A look at a state that changes nothing: nothing is due in it, and whether something would have
 * been is remembered. Not thread-safe.
 */
final class DueProbe extends ForwardingState {
  private boolean anyDue;

  DueProbe(OperatorState state) {
    super(state);
  }

  boolean isAnyDue() {
    return anyDue;
  }

  @Override
  public List<Entry> due(int operator, long through) {
    anyDue |= !super.due(operator, through).isEmpty();
    return List.of();
  }

  @Override
  public void put(Entry entry) {}

  @Override
  public void remove(int operator, Tuple group, long at, long tie) {}
}
