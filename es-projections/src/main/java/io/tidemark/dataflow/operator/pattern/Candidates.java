package io.tidemark.dataflow.operator.pattern;

import io.tidemark.dataflow.Matching;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.time.Micros;
import java.util.ArrayList;
import java.util.List;

/** The rows of a group from a time on, read as far as they are asked for. */
final class Candidates {
  private final OperatorState state;
  private final int operator;
  private final Tuple group;
  private final Matching matching;
  private final List<Candidate> rows = new ArrayList<>();
  private long through;

  Candidates(
      OperatorState state, int operator, Tuple group, Matching matching, long from, long through) {
    this.state = state;
    this.operator = operator;
    this.group = group;
    this.matching = matching;
    this.through = through;
    read(from);
  }

  private void read(long from) {
    for (Entry entry : state.range(operator, group, from, through)) {
      rows.add(new Candidate(entry, matching.opening()));
    }
  }

  Candidate get(int index) {
    return rows.get(index);
  }

  /** Whether there is a row of this index; those through its time are read then. */
  boolean has(int index) {
    while (index >= rows.size()) {
      List<Entry> next = state.after(operator, group, through, Long.MAX_VALUE).stream().toList();
      if (next.isEmpty()) {
        return false;
      }
      readThrough(next.get(0).at());
    }
    return true;
  }

  /** How many rows there are before a time, once they have been read. */
  int countBefore(int from, long end) {
    readThrough(end - 1);
    int count = from;
    while (count < rows.size() && rows.get(count).at() < end) {
      count++;
    }
    return count;
  }

  private void readThrough(long time) {
    if (time > through) {
      long from = through + 1;
      through = time;
      read(from);
    }
  }

  /** The end of a match that begins so. */
  long end(Candidate first) {
    return Math.min(Micros.plus(first.at(), matching.within()), OperatorState.NEVER - 1);
  }
}
