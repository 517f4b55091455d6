package io.tidemark.dataflow.operator.window;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.operator.node.Micros;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.dataflow.operator.node.Step;
import io.tidemark.dataflow.operator.state.Ledger;
import io.tidemark.dataflow.operator.state.Showing;
import io.tidemark.dataflow.operator.state.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds rows up by groups and by windows of one size. There is an entry for each group and window
 * with a row in it: at the begin of the window, with the totals.
 */
public final class HoppingNode implements Node {
  private final Node input;
  private final int[] groups;
  private final Windowing.Hopping window;
  private final OperatorState state;
  private final int operator;
  private final Totals totals;
  private final Ledger ledger;
  private final Showing showing;

  public HoppingNode(
      Plan.Aggregate plan, Windowing.Hopping window, Node input, Operators operators) {
    this.input = input;
    this.groups = Operators.columns(plan.groups());
    this.window = window;
    this.state = operators.state();
    this.operator = operators.next();
    this.totals = new Totals(plan.aggregations());
    this.ledger = new Ledger(totals, plan.input(), operators.nextBag());
    this.showing = new Showing(state, plan.emission(), this::row);
  }

  @Override
  public List<Change> step(Step step) {
    long watermark = step.watermark(window.clock());
    List<Change> changes = new ArrayList<>(2);
    for (Change row : input.step(step)) {
      Long time = Micros.in(row.row(), window.time());
      if (time != null) {
        apply(row, time, watermark, changes);
      }
    }
    showing.close(operator, watermark, changes);
    return changes;
  }

  private void apply(Change row, long time, long watermark, List<Change> changes) {
    Tuple group = row.row().pick(groups);
    ledger.tell(group, time, row);
    for (long begin = lastBegin(time); begin > time - window.size(); begin -= window.advance()) {
      Optional<Entry> old = state.find(operator, group, begin, 0);
      long end = begin + window.size();
      Tuple before = old.map(Entry::value).orElse(totals.none());
      Tuple after = ledger.after(before, row, group, begin, end - 1);
      if (Totals.rows(after) > 0) {
        showing.put(old, new Entry(operator, group, begin, 0, end, after), watermark, changes);
      } else if (old.isPresent()) {
        showing.remove(old.get(), changes);
      }
    }
  }

  /** The begin of the last window that a time is in. */
  private long lastBegin(long time) {
    return time - Math.floorMod(time - window.offset(), window.advance());
  }

  private Tuple row(Entry entry) {
    return totals.row(
        entry.group(),
        entry.value(),
        Micros.instant(entry.at()),
        Micros.instant(entry.at() + window.size()));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change change : input.expect(event)) {
      Long time = Micros.in(change.row(), window.time());
      if (time != null) {
        state.expect(
            operator, change.row().pick(groups), time - window.size() + 1, lastBegin(time));
      }
    }
    return List.of();
  }
}
