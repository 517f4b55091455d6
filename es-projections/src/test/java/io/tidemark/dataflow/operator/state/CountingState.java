package io.tidemark.dataflow.operator.state;

import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Counts what a state is asked for. */
public final class CountingState implements OperatorState {
  private final OperatorState state;
  private final Set<List<Object>> there = new HashSet<>();
  private long asked;

  /** Around another one. */
  public CountingState(OperatorState state) {
    this.state = state;
  }

  /** How many entries were asked for. */
  public long asked() {
    return asked;
  }

  /** How many entries are there. */
  public int there() {
    return there.size();
  }

  @Override
  public Optional<Entry> find(int operator, Tuple group, long at, long tie) {
    asked++;
    return state.find(operator, group, at, tie);
  }

  @Override
  public List<Entry> range(int operator, Tuple group, long from, long through) {
    List<Entry> found = state.range(operator, group, from, through);
    asked += found.size() + 1;
    return found;
  }

  @Override
  public Optional<Entry> before(int operator, Tuple group, long at, long tie) {
    asked++;
    return state.before(operator, group, at, tie);
  }

  @Override
  public Optional<Entry> after(int operator, Tuple group, long at, long tie) {
    asked++;
    return state.after(operator, group, at, tie);
  }

  @Override
  public List<Entry> due(int operator, long through) {
    List<Entry> found = state.due(operator, through);
    asked += found.size() + 1;
    return found;
  }

  @Override
  public void put(Entry entry) {
    asked++;
    there.add(List.of(entry.operator(), entry.group(), entry.at(), entry.tie()));
    state.put(entry);
  }

  @Override
  public void remove(int operator, Tuple group, long at, long tie) {
    asked++;
    there.remove(List.of(operator, group, at, tie));
    state.remove(operator, group, at, tie);
  }
}
