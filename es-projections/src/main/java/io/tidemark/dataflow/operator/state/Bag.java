package io.tidemark.dataflow.operator.state;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Rows that are there, by group and by a number that says where in the group they are. Remembers
 * for each row how many times it is there.
 */
public record Bag(OperatorState state, int operator) {
  /** Carries a change out on the rows at this number of a group. */
  public void apply(Tuple group, long at, Change change) {
    long tie = 0;
    for (Entry entry : state.range(operator, group, at, at)) {
      if (entry.value().get(0) instanceof Tuple row && row.equals(change.row())) {
        put(group, at, entry.tie(), new Change(row, 1), count(entry) + change.count());
        return;
      }
      tie = entry.tie() + 1;
    }
    put(group, at, tie, change, change.count());
  }

  private void put(Tuple group, long at, long tie, Change change, long count) {
    if (count < 0) {
      throw new IllegalStateException("A row goes that is not there: " + change.row());
    }
    if (count == 0) {
      state.remove(operator, group, at, tie);
    } else {
      state.put(
          new Entry(operator, group, at, tie, OperatorState.NEVER, Tuple.of(change.row(), count)));
    }
  }

  /** All rows of a group, each once, with how many times it is there. */
  public List<Change> rows(Tuple group) {
    return rows(group, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** The rows of a group from one number through another, as {@link #rows(Tuple)}. */
  public List<Change> rows(Tuple group, long from, long through) {
    List<Entry> entries = state.range(operator, group, from, through);
    List<Change> rows = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      rows.add(new Change((Tuple) Objects.requireNonNull(entry.value().get(0)), count(entry)));
    }
    return rows;
  }

  /** Removes the rows of a group from one number through another. */
  public void clear(Tuple group, long from, long through) {
    for (Entry entry : state.range(operator, group, from, through)) {
      state.remove(operator, group, entry.at(), entry.tie());
    }
  }

  /** Whether a group has no rows. */
  public boolean isEmpty(Tuple group) {
    return firstNumber(group).isEmpty();
  }

  /** The first number of a group that has rows; empty if none has. */
  public OptionalLong firstNumber(Tuple group) {
    return number(state.after(operator, group, Long.MIN_VALUE, Long.MIN_VALUE));
  }

  /** The next number of a group that has rows; empty if none behind this one has. */
  public OptionalLong numberAfter(Tuple group, long at) {
    return number(state.after(operator, group, at, Long.MAX_VALUE));
  }

  private static OptionalLong number(Optional<Entry> entry) {
    return entry.isPresent() ? OptionalLong.of(entry.get().at()) : OptionalLong.empty();
  }

  /** Tells the state that the first rows of a group will be asked for, by their numbers. */
  public void expectFirst(Tuple group, int count) {
    state.expectFirst(operator, group, count);
  }

  /** Tells the state that all rows of a group will be asked for. */
  public void expect(Tuple group) {
    expect(group, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Tells the state that the rows from one number through another will be asked for. */
  public void expect(Tuple group, long from, long through) {
    state.expect(operator, group, from, through);
  }

  private static long count(Entry entry) {
    return (Long) Objects.requireNonNull(entry.value().get(1));
  }
}
