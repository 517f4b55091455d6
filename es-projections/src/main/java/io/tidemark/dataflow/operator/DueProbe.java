package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.Tuple;
import java.util.List;
import java.util.Optional;

/**
 * A look at a state that changes nothing: nothing is due in it, and whether something would have
 * been is remembered. Not thread-safe.
 */
final class DueProbe implements OperatorState {
  private final OperatorState state;
  private boolean anyDue;

  DueProbe(OperatorState state) {
    this.state = state;
  }

  boolean isAnyDue() {
    return anyDue;
  }

  @Override
  public Optional<Entry> find(int operator, Tuple group, long at, long tie) {
    return state.find(operator, group, at, tie);
  }

  @Override
  public List<Entry> range(int operator, Tuple group, long from, long through) {
    return state.range(operator, group, from, through);
  }

  @Override
  public Optional<Entry> before(int operator, Tuple group, long at, long tie) {
    return state.before(operator, group, at, tie);
  }

  @Override
  public Optional<Entry> after(int operator, Tuple group, long at, long tie) {
    return state.after(operator, group, at, tie);
  }

  @Override
  public List<Entry> due(int operator, long through) {
    anyDue |= !state.due(operator, through).isEmpty();
    return List.of();
  }

  @Override
  public void put(Entry entry) {}

  @Override
  public void remove(int operator, Tuple group, long at, long tie) {}
}
