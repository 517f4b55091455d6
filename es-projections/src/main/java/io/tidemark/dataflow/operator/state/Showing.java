package io.tidemark.dataflow.operator.state;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets rows be there at once, or once the watermark has reached their end. There is an entry for
 * each; as long as its row is not there, the entry is due at its end.
 *
 * @param emission when rows are there
 * @param row what an entry looks like
 */
public record Showing(OperatorState state, Emission emission, Function<Entry, Tuple> row) {
  /**
   * Puts an entry in the place of another.
   *
   * @param old the one before, if any, which need not have been at the same place
   * @param entry the new one, due at its end
   * @param changes where to say what happens to the rows
   */
  public void put(Optional<Entry> old, Entry entry, long watermark, List<Change> changes) {
    boolean isShown = emission == Emission.ALWAYS || entry.due() <= watermark;
    Entry settled = isShown ? settled(entry) : entry;
    state.put(settled);
    Optional<Tuple> before = old.filter(Showing::isShown).map(row);
    Optional<Tuple> after = isShown ? Optional.of(row.apply(settled)) : Optional.empty();
    if (!before.equals(after)) {
      before.ifPresent(gone -> changes.add(Change.removed(gone)));
      after.ifPresent(come -> changes.add(Change.added(come)));
    }
  }

  /** Removes an entry. */
  public void remove(Entry old, List<Change> changes) {
    state.remove(old.operator(), old.group(), old.at(), old.tie());
    if (isShown(old)) {
      changes.add(Change.removed(row.apply(old)));
    }
  }

  /** Shows what the watermark has reached. */
  public void close(int operator, long watermark, List<Change> changes) {
    if (emission == Emission.ALWAYS) {
      return;
    }
    List<Entry> due = state.due(operator, watermark);
    while (!due.isEmpty()) {
      for (Entry entry : due) {
        state.put(settled(entry));
        changes.add(Change.added(row.apply(entry)));
      }
      due = state.due(operator, watermark);
    }
  }

  /** Whether the row of an entry is there. */
  public static boolean isShown(Entry entry) {
    return entry.due() == OperatorState.NEVER;
  }

  private static Entry settled(Entry entry) {
    return new Entry(
        entry.operator(),
        entry.group(),
        entry.at(),
        entry.tie(),
        OperatorState.NEVER,
        entry.value());
  }
}
