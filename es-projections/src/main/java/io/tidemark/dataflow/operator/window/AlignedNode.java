package io.tidemark.dataflow.operator.window;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.dataflow.operator.node.Step;
import io.tidemark.dataflow.operator.state.Showing;
import io.tidemark.dataflow.operator.state.Totals;
import io.tidemark.dataflow.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds rows up by groups and by windows that begin or end with a row. There is an entry for each
 * window, at its lower bound, with its totals; and one of another operator for each time at which
 * there are rows, with their totals.
 */
public final class AlignedNode implements Node {
  private final Node input;
  private final int[] groups;
  private final Windowing.Aligned window;
  private final OperatorState state;
  private final int operator;
  private final int times;
  private final Totals totals;
  private final Showing showing;

  public AlignedNode(
      Plan.Aggregate plan, Windowing.Aligned window, Node input, Operators operators) {
    this.input = input;
    this.groups = Operators.columns(plan.groups());
    this.window = window;
    this.state = operators.state();
    this.operator = operators.next();
    this.times = operators.next();
    this.totals = new Totals(plan.aggregations());
    this.showing = new Showing(state, plan.emission(), this::row);
  }

  @Override
  public List<Change> step(Step step) {
    long watermark = step.watermark(window.clock());
    List<Change> changes = new ArrayList<>(2);
    for (Change row : input.step(step)) {
      Long time = Micros.in(row.row(), window.time());
      if (time != null && !isLeftOut(time, watermark)) {
        add(row, time, watermark, changes);
      }
    }
    showing.close(operator, watermark, changes);
    return changes;
  }

  private boolean isLeftOut(long time, long watermark) {
    return (window.isSinceEpoch() && time < 0) || isOver(time + window.step(), watermark);
  }

  private void add(Change row, long time, long watermark, List<Change> changes) {
    Tuple group = row.row().pick(groups);
    for (Entry old : state.range(operator, group, time - window.length(), time)) {
      if (!isOver(old.at(), watermark)) {
        Tuple more = totals.add(old.value(), row.row(), row.count());
        showing.put(Optional.of(old), entry(group, old.at(), more), watermark, changes);
      }
    }
    Tuple before = state.find(times, group, time, 0).map(Entry::value).orElse(totals.none());
    Tuple after = totals.add(before, row.row(), row.count());
    state.put(new Entry(times, group, time, 0, OperatorState.NEVER, after));
    if (Totals.rows(before) == 0) {
      begin(group, time, watermark, changes);
    }
  }

  /** Lets the windows begin that are there by a time at which there have been no rows. */
  private void begin(Tuple group, long time, long watermark, List<Change> changes) {
    long earliest = window.isSinceEpoch() ? 0 : Long.MIN_VALUE;
    put(group, Math.max(earliest, time - window.length()), watermark, changes);
    put(group, time + window.step(), watermark, changes);
    long reach = window.length() + window.step();
    for (Entry earlier : state.range(times, group, time - reach, time - window.step())) {
      put(group, earlier.at() + window.step(), watermark, changes);
    }
  }

  /** A window that begins so, if it is not there and has rows. */
  private void put(Tuple group, long begin, long watermark, List<Change> changes) {
    if (state.find(operator, group, begin, 0).isPresent() || isOver(begin, watermark)) {
      return;
    }
    Tuple sum = totals.none();
    for (Entry at : state.range(times, group, begin, begin + window.length())) {
      sum = totals.merge(sum, at.value());
    }
    if (Totals.rows(sum) > 0) {
      showing.put(Optional.empty(), entry(group, begin, sum), watermark, changes);
    }
  }

  private boolean isOver(long begin, long watermark) {
    return window.late().isOver(closing(begin), watermark);
  }

  /** When a window closes that begins so: its upper bound is in it. */
  private long closing(long begin) {
    return begin + window.length() + 1;
  }

  private Entry entry(Tuple group, long begin, Tuple sum) {
    return new Entry(operator, group, begin, 0, closing(begin), sum);
  }

  private Tuple row(Entry entry) {
    return totals.row(
        entry.group(),
        entry.value(),
        Micros.instant(entry.at()),
        Micros.instant(entry.at() + window.length()));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change change : input.expect(event)) {
      Long time = Micros.in(change.row(), window.time());
      if (time != null) {
        Tuple group = change.row().pick(groups);
        long reach = window.length() + window.step();
        state.expect(operator, group, time - window.length(), time + window.step());
        state.expect(times, group, time - reach, time + reach);
      }
    }
    return List.of();
  }
}
