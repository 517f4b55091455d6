package io.tidemark.dataflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A state in memory whose last changes can be revoked. Not thread-safe.
 *
 * <p>Not API.
 */
public final class RevocableState implements OperatorState {
  private final MemoryState state = new MemoryState();

  /** What brings back how it was, the last first. */
  private final Deque<Runnable> undoing = new ArrayDeque<>();

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
    remember(entry.operator(), entry.group(), entry.at(), entry.tie());
    state.put(entry);
  }

  @Override
  public void remove(int operator, Tuple group, long at, long tie) {
    remember(operator, group, at, tie);
    state.remove(operator, group, at, tie);
  }

  private void remember(int operator, Tuple group, long at, long tie) {
    Optional<Entry> before = state.find(operator, group, at, tie);
    undoing.push(
        () -> before.ifPresentOrElse(state::put, () -> state.remove(operator, group, at, tie)));
  }

  /** What was changed stays so. */
  public void accept() {
    undoing.clear();
  }

  /** Takes back what was changed since the last {@link #accept}. */
  public void revoke() {
    while (!undoing.isEmpty()) {
      undoing.pop().run();
    }
  }
}
