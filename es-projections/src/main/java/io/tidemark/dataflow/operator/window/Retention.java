package io.tidemark.dataflow.operator.window;

import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.node.Step;
import io.tidemark.dataflow.time.Micros;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Says when windows are to go. There is an entry for each group that has windows, due at the begin
 * of one of them: the earliest, or one that was and is not there any more.
 *
 * @param windows the operator of the windows, whose entries are at their begins
 * @param size of the windows
 * @param age how long after its end a window goes
 */
record Retention(OperatorState state, int operator, int windows, long size, long age) {
  /** Windows that begin here or earlier are gone. At the end of time none goes. */
  long gone(Step step, long watermark) {
    return step.isEnd() ? Long.MIN_VALUE : Micros.minus(Micros.minus(watermark, age), size);
  }

  /** Must be told of each window that comes. */
  void came(Tuple group, long begin) {
    Optional<Entry> first = state.find(operator, group, 0, 0);
    if (first.isEmpty() || first.get().due() > begin) {
      state.put(new Entry(operator, group, 0, 0, begin, Tuple.EMPTY));
    }
  }

  /** Calls for each window that is gone, which must remove its entry. */
  void letGo(long gone, Consumer<Entry> window) {
    List<Entry> due = state.due(operator, gone);
    while (!due.isEmpty()) {
      for (Entry first : due) {
        Tuple group = first.group();
        state.range(windows, group, Long.MIN_VALUE, gone).forEach(window);
        state
            .after(windows, group, gone, Long.MAX_VALUE)
            .ifPresentOrElse(
                next -> state.put(new Entry(operator, group, 0, 0, next.at(), Tuple.EMPTY)),
                () -> state.remove(operator, group, 0, 0));
      }
      due = state.due(operator, gone);
    }
  }

  void expect(Tuple group) {
    state.expect(operator, group, 0, 0);
  }
}
