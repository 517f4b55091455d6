package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.state.ForwardingState;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** State of which all entries can be seen. */
final class ListedState extends ForwardingState {
  private final Map<Tuple, Entry> entries = new HashMap<>();

  ListedState() {
    super(new MemoryState());
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  private static Tuple place(int operator, Tuple group, long at, long tie) {
    return Tuple.of((long) operator, group, at, tie);
  }

  @Override
  public void put(Entry entry) {
    super.put(entry);
    entries.put(place(entry.operator(), entry.group(), entry.at(), entry.tie()), entry);
  }

  @Override
  public void remove(int operator, Tuple group, long at, long tie) {
    super.remove(operator, group, at, tie);
    entries.remove(place(operator, group, at, tie));
  }
}
