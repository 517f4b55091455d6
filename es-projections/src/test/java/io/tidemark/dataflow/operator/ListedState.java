package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** State of which all entries can be seen. */
final class ListedState implements OperatorState {
  private final MemoryState state = new MemoryState();
  private final Map<Tuple, Entry> entries = new HashMap<>();

  Collection<Entry> entries() {
    return entries.values();
  }

  private static Tuple place(int operator, Tuple group, long at, long tie) {
    return Tuple.of((long) operator, group, at, tie);
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
    entries.put(place(entry.operator(), entry.group(), entry.at(), entry.tie()), entry);
  }

  @Override
  public void remove(int operator, Tuple group, long at, long tie) {
    state.remove(operator, group, at, tie);
    entries.remove(place(operator, group, at, tie));
  }
}
