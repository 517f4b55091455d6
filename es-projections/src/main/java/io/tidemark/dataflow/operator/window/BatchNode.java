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
import io.tidemark.dataflow.operator.state.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Adds rows up by groups and batches of one size. A group has one entry, with the number of the
 * batch that is being filled and its totals.
 */
public final class BatchNode implements Node {
  private final Node input;
  private final int[] groups;
  private final Windowing.Batch window;
  private final OperatorState state;
  private final int operator;
  private final Totals totals;

  public BatchNode(Plan.Aggregate plan, Windowing.Batch window, Node input, Operators operators) {
    this.input = input;
    this.groups = Operators.columns(plan.groups());
    this.window = window;
    this.state = operators.state();
    this.operator = operators.next();
    this.totals = new Totals(plan.aggregations());
  }

  @Override
  public List<Change> step(Step step) {
    List<Change> changes = new ArrayList<>(1);
    for (Change row : input.step(step)) {
      for (long i = 0; i < row.count(); i++) {
        add(row.row(), changes);
      }
    }
    return changes;
  }

  private void add(Tuple row, List<Change> changes) {
    Tuple group = row.pick(groups);
    Optional<Tuple> batch = state.find(operator, group, 0, 0).map(Entry::value);
    Long number = batch.map(each -> (Long) Objects.requireNonNull(each.get(0))).orElse(0L);
    Tuple before =
        batch.map(each -> (Tuple) Objects.requireNonNull(each.get(1))).orElse(totals.none());
    Tuple after = totals.add(before, row);
    if (window.isShownFilling() && Totals.rows(before) > 0) {
      changes.add(Change.removed(totals.row(group, before, number)));
    }
    boolean isFull = Totals.rows(after) == window.size();
    if (window.isShownFilling() || isFull) {
      changes.add(Change.added(totals.row(group, after, number)));
    }
    if (isFull) {
      put(group, Tuple.of(number + 1, totals.none()));
    } else {
      put(group, Tuple.of(number, after));
    }
  }

  private void put(Tuple group, Tuple batch) {
    state.put(new Entry(operator, group, 0, 0, OperatorState.NEVER, batch));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change change : input.expect(event)) {
      state.expect(operator, change.row().pick(groups), 0, 0);
    }
    return List.of();
  }
}
