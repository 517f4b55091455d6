package io.tidemark.dataflow.operator.state;

import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Tuple;
import java.util.Objects;
import java.util.Optional;

/**
 * Totals over any stretch of the rows of a group, in time that grows with the logarithm of its
 * length, for aggregations that cannot forget a row. A skip list: of the rows, which are entries of
 * another operator, every fourth or so is also on level 1, of these every fourth on level 2, and so
 * on; which ones follows from their place alone. On each level there is an entry for a row, with
 * the totals from it up to the next one on the same level, or empty as long as there is no next.
 *
 * @param operator of the first level, followed by those of the others
 * @param rows the operator of the rows; their values begin with the row
 */
public record Stretches(OperatorState state, int operator, int rows, Totals totals) {
  /** How many levels there are. */
  public static final int LEVELS = 12;

  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** Takes a row in whose entry has been put, anywhere in the order. */
  public void add(Tuple group, long at, long tie, Tuple row) {
    int own = level(at, tie);
    for (int level = 1; level <= LEVELS; level++) {
      Optional<Entry> before = state.before(operator(level), group, at, tie);
      if (level <= own) {
        Optional<Entry> after = state.after(operator(level), group, at, tie);
        if (before.isPresent()) {
          close(group, level, before.get().at(), before.get().tie(), at, tie);
        }
        if (after.isPresent()) {
          close(group, level, at, tie, after.get().at(), after.get().tie());
        } else {
          put(level, group, at, tie, Tuple.EMPTY);
        }
      } else if (before.isEmpty() || isOpen(before.get())) {
        return; // and so it is on all levels above
      } else {
        Entry stretch = before.get();
        put(
            level,
            group,
            stretch.at(),
            stretch.tie(),
            Tuple.of(nextAt(stretch), nextTie(stretch), totals.add(totals(stretch), row)));
      }
    }
  }

  /** Lets the first row of a group go. */
  public void removeFirst(Tuple group, long at, long tie) {
    for (int level = level(at, tie); level > 0; level--) {
      state.remove(operator(level), group, at, tie);
    }
  }

  /** The totals from a row up to a place, which is not included. */
  public Tuple over(Tuple group, long fromAt, long fromTie, long untilAt, long untilTie) {
    Tuple sum = totals.none();
    long at = fromAt;
    long tie = fromTie;
    while (isBefore(at, tie, untilAt, untilTie)) {
      Optional<Entry> stretch = longest(group, at, tie, untilAt, untilTie);
      if (stretch.isPresent()) {
        sum = totals.merge(sum, totals(stretch.get()));
        at = nextAt(stretch.get());
        tie = nextTie(stretch.get());
      } else {
        sum = totals.add(sum, row(state.find(rows, group, at, tie).orElseThrow()));
        Optional<Entry> next = state.after(rows, group, at, tie);
        if (next.isEmpty()) {
          return sum;
        }
        at = next.get().at();
        tie = next.get().tie();
      }
    }
    return sum;
  }

  /** The longest stretch that begins with a row and ends at or before a place. */
  private Optional<Entry> longest(Tuple group, long at, long tie, long untilAt, long untilTie) {
    Optional<Entry> longest = Optional.empty();
    int own = level(at, tie);
    for (int level = 1; level <= own; level++) {
      Optional<Entry> stretch = state.find(operator(level), group, at, tie);
      if (stretch.isEmpty()
          || isOpen(stretch.get())
          || isBefore(untilAt, untilTie, nextAt(stretch.get()), nextTie(stretch.get()))) {
        return longest;
      }
      longest = stretch;
    }
    return longest;
  }

  /** Adds a stretch up from those on the level below. */
  private void close(Tuple group, int level, long at, long tie, long nextAt, long nextTie) {
    Tuple sum = level == 1 ? ofRows(group, at, tie, nextAt, nextTie) : totals.none();
    long partAt = at;
    long partTie = tie;
    while (level > 1 && isBefore(partAt, partTie, nextAt, nextTie)) {
      Entry part = state.find(operator(level - 1), group, partAt, partTie).orElseThrow();
      sum = totals.merge(sum, totals(part));
      partAt = nextAt(part);
      partTie = nextTie(part);
    }
    put(level, group, at, tie, Tuple.of(nextAt, nextTie, sum));
  }

  private Tuple ofRows(Tuple group, long at, long tie, long nextAt, long nextTie) {
    Tuple sum = totals.none();
    Optional<Entry> row = state.find(rows, group, at, tie);
    while (row.isPresent() && isBefore(row.get().at(), row.get().tie(), nextAt, nextTie)) {
      sum = totals.add(sum, row(row.get()));
      row = state.after(rows, group, row.get().at(), row.get().tie());
    }
    return sum;
  }

  private void put(int level, Tuple group, long at, long tie, Tuple value) {
    state.put(new Entry(operator(level), group, at, tie, OperatorState.NEVER, value));
  }

  private int operator(int level) {
    return operator + level - 1;
  }

  /** On how many levels a place is. */
  private static int level(long at, long tie) {
    long mixed = (at * SPREAD ^ tie) * SPREAD;
    return Math.min(LEVELS, Long.numberOfLeadingZeros(mixed) / 2);
  }

  private static boolean isBefore(long at, long tie, long otherAt, long otherTie) {
    return at < otherAt || (at == otherAt && tie < otherTie);
  }

  private static boolean isOpen(Entry stretch) {
    return stretch.value().size() == 0;
  }

  private static long nextAt(Entry stretch) {
    return (Long) Objects.requireNonNull(stretch.value().get(0));
  }

  private static long nextTie(Entry stretch) {
    return (Long) Objects.requireNonNull(stretch.value().get(1));
  }

  private static Tuple totals(Entry stretch) {
    return (Tuple) Objects.requireNonNull(stretch.value().get(2));
  }

  private static Tuple row(Entry entry) {
    return (Tuple) Objects.requireNonNull(entry.value().get(0));
  }
}
