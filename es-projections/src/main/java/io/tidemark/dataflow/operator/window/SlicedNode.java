package io.tidemark.dataflow.operator.window;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.dataflow.operator.node.Step;
import io.tidemark.dataflow.operator.state.Totals;
import io.tidemark.dataflow.time.Micros;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds rows up by groups and by windows that overlap, of which the rows are there once they have
 * closed. They are cut into slices, so that a row changes one of these however many windows it is
 * in; a window is put together when it closes, and again when a row comes late.
 *
 * <p>There is an entry for each group and slice with a row in it, at its begin, with the totals;
 * and one of another operator for each group with windows to close, due at the end of the first.
 */
public final class SlicedNode implements Node {
  private final Node input;
  private final int[] groups;
  private final Windowing.Hopping window;
  private final OperatorState state;
  private final int slices;
  private final int ends;
  private final long slice;
  private final Totals totals;

  public SlicedNode(
      Plan.Aggregate plan, Windowing.Hopping window, Node input, Operators operators) {
    this.input = input;
    this.groups = Operators.columns(plan.groups());
    this.window = window;
    this.state = operators.state();
    this.slices = operators.next();
    this.ends = operators.next();
    this.slice =
        BigInteger.valueOf(window.size()).gcd(BigInteger.valueOf(window.advance())).longValue();
    this.totals = new Totals(plan.aggregations());
  }

  /**
   * Whether a plan is of this kind, with nothing else said of the windows, and comes to the same in
   * whatever order rows are added up.
   */
  public static boolean fits(Plan.Aggregate plan, Windowing.Hopping window) {
    return plan.emission() == Emission.CLOSED
        && window.isPlain()
        && window.advance() < window.size()
        && plan.input().isAppendOnly()
        && new Totals(plan.aggregations()).canRemove();
  }

  /** What closes by an event closes without its rows, and is corrected by these. */
  @Override
  public List<Change> step(Step step) {
    long watermark = step.watermark(window.clock());
    List<Change> changes = new ArrayList<>(2);
    List<Change> rows = input.step(step);
    close(watermark, changes);
    for (Change row : rows) {
      Long time = Micros.in(row.row(), window.time());
      if (time != null) {
        add(row, time, watermark, changes);
      }
    }
    return changes;
  }

  private void add(Change row, long time, long watermark, List<Change> changes) {
    Tuple group = row.row().pick(groups);
    long begin = firstBegin(time);
    while (begin <= time && begin + window.size() <= watermark) {
      Tuple before = merged(state.range(slices, group, begin, begin + window.size() - 1));
      if (Totals.rows(before) > 0) {
        changes.add(Change.removed(row(group, begin, before)));
      }
      Tuple after = totals.add(before, row.row(), row.count());
      changes.add(Change.added(row(group, begin, after)));
      begin += window.advance();
    }
    long at = time - Math.floorMod(time - window.offset(), slice);
    Optional<Tuple> old = state.find(slices, group, at, 0).map(Entry::value);
    if (old.isEmpty() && begin <= time && !isAwaited(group, begin)) {
      closeAfter(group, begin);
    }
    Tuple sum = totals.add(old.orElse(totals.none()), row.row(), row.count());
    state.put(new Entry(slices, group, at, 0, OperatorState.NEVER, sum));
  }

  /** Whether a group has its turn when this window closes, or one before. */
  private boolean isAwaited(Tuple group, long begin) {
    return state
        .find(ends, group, 0, 0)
        .filter(end -> end.due() <= begin + window.size())
        .isPresent();
  }

  private void closeAfter(Tuple group, long begin) {
    state.put(new Entry(ends, group, 0, 0, begin + window.size(), Tuple.EMPTY));
  }

  private void close(long watermark, List<Change> changes) {
    List<Entry> due = state.due(ends, watermark);
    while (!due.isEmpty()) {
      for (Entry end : due) {
        state.expect(slices, end.group(), end.due() - window.size(), Long.MAX_VALUE);
      }
      due.forEach(end -> close(end, changes));
      due = state.due(ends, watermark);
    }
  }

  private void close(Entry end, List<Change> changes) {
    long begin = end.due() - window.size();
    List<Entry> parts = state.range(slices, end.group(), begin, end.due() - 1);
    if (!parts.isEmpty()) {
      changes.add(Change.added(row(end.group(), begin, merged(parts))));
    }
    long next = begin + window.advance();
    parts.stream()
        .filter(part -> part.at() >= next)
        .findFirst()
        .or(() -> state.after(slices, end.group(), next, Long.MIN_VALUE))
        .ifPresentOrElse(
            part -> closeAfter(end.group(), Math.max(next, firstBegin(part.at()))),
            () -> state.remove(ends, end.group(), 0, 0));
  }

  private Tuple merged(List<Entry> parts) {
    Tuple sum = totals.none();
    for (Entry part : parts) {
      sum = totals.merge(sum, part.value());
    }
    return sum;
  }

  /** The begin of the first window that a time is in. */
  private long firstBegin(long time) {
    long last = time - Math.floorMod(time - window.offset(), window.advance());
    return last - (last - time + window.size() - 1) / window.advance() * window.advance();
  }

  private Tuple row(Tuple group, long begin, Tuple sum) {
    return totals.row(group, sum, Micros.instant(begin), Micros.instant(begin + window.size()));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change change : input.expect(event)) {
      Long time = Micros.in(change.row(), window.time());
      if (time != null) {
        Tuple group = change.row().pick(groups);
        state.expect(slices, group, time - window.size(), time + window.size());
        state.expect(ends, group, 0, 0);
      }
    }
    return List.of();
  }
}
