package io.tidemark.dataflow.operator.state;

import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.Tuple;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A state in memory whose last changes can be revoked. Not thread-safe. */
public final class RevocableState extends ForwardingState {

  /** What brings back how it was, the last first. */
  private final Deque<Runnable> undoing = new ArrayDeque<>();

  /** Without entries. */
  public RevocableState() {
    super(new MemoryState());
  }

  @Override
  public void put(Entry entry) {
    remember(entry.operator(), entry.group(), entry.at(), entry.tie());
    super.put(entry);
  }

  @Override
  public void remove(int operator, Tuple group, long at, long tie) {
    remember(operator, group, at, tie);
    super.remove(operator, group, at, tie);
  }

  private void remember(int operator, Tuple group, long at, long tie) {
    Optional<Entry> before = find(operator, group, at, tie);
    undoing.push(
        () -> before.ifPresentOrElse(super::put, () -> super.remove(operator, group, at, tie)));
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
