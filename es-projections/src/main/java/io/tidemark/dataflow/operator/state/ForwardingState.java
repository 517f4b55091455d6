package io.tidemark.dataflow.operator.state;

import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.Tuple;
import java.util.List;
import java.util.Optional;

/** A state that is another one, but for what a subclass does otherwise. Not thread-safe. */
public abstract class ForwardingState implements OperatorState {
  private final OperatorState state;

  /** Of this one. */
  protected ForwardingState(OperatorState state) {
    this.state = state;
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
    return state.due(operator, through);
  }

  @Override
  public void put(Entry entry) {
    state.put(entry);
  }

  @Override
  public void remove(int operator, Tuple group, long at, long tie) {
    state.remove(operator, group, at, tie);
  }
}
