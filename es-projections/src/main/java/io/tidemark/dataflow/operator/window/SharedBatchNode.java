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
 * Adds rows up by groups and batches that are of the rows of all groups together. There is one
 * entry with the number of the batch that is being filled and how many rows it has; one of another
 * operator for each group in that batch, at its first row, with its totals; and one more for each
 * group, that says where in which batch it was last.
 */
public final class SharedBatchNode implements Node {
  private final Node input;
  private final int[] groups;
  private final Windowing.Batch window;
  private final OperatorState state;
  private final int operator;
  private final int parts;
  private final int places;
  private final Totals totals;

  public SharedBatchNode(
      Plan.Aggregate plan, Windowing.Batch window, Node input, Operators operators) {
    this.input = input;
    this.groups = Operators.columns(plan.groups());
    this.window = window;
    this.state = operators.state();
    this.operator = operators.next();
    this.parts = operators.next();
    this.places = operators.next();
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
    Optional<Entry> batch = state.find(operator, Tuple.EMPTY, 0, 0);
    long number = batch.map(each -> number(each, 0)).orElse(0L);
    long count = batch.map(each -> number(each, 1)).orElse(0L);
    long place = place(group, number, count);
    Tuple before =
        state.find(parts, Tuple.EMPTY, 0, place).map(SharedBatchNode::totals).orElse(totals.none());
    Tuple after = totals.add(before, row);
    put(parts, Tuple.EMPTY, place, Tuple.of(group, after));
    if (window.isShownFilling()) {
      if (Totals.rows(before) > 0) {
        changes.add(Change.removed(totals.row(group, before, number)));
      }
      changes.add(Change.added(totals.row(group, after, number)));
    }
    if (count + 1 < window.size()) {
      put(operator, Tuple.EMPTY, 0, Tuple.of(number, count + 1));
    } else {
      complete(number, changes);
    }
  }

  /** Where the totals of a group are in a batch: the number of its first row there. */
  private long place(Tuple group, long number, long count) {
    Optional<Entry> last =
        state.find(places, group, 0, 0).filter(entry -> number(entry, 0) == number);
    if (last.isEmpty()) {
      put(places, group, 0, Tuple.of(number, count));
    }
    return last.map(entry -> number(entry, 1)).orElse(count);
  }

  private void complete(long number, List<Change> changes) {
    for (Entry part : state.range(parts, Tuple.EMPTY, 0, 0)) {
      if (!window.isShownFilling()) {
        Tuple group = (Tuple) Objects.requireNonNull(part.value().get(0));
        changes.add(Change.added(totals.row(group, totals(part), number)));
      }
      state.remove(parts, Tuple.EMPTY, 0, part.tie());
    }
    put(operator, Tuple.EMPTY, 0, Tuple.of(number + 1, 0L));
  }

  private void put(int of, Tuple group, long tie, Tuple value) {
    state.put(new Entry(of, group, 0, tie, OperatorState.NEVER, value));
  }

  private static long number(Entry entry, int index) {
    return (Long) Objects.requireNonNull(entry.value().get(index));
  }

  private static Tuple totals(Entry part) {
    return (Tuple) Objects.requireNonNull(part.value().get(1));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change change : input.expect(event)) {
      state.expect(operator, Tuple.EMPTY, 0, 0);
      state.expect(parts, Tuple.EMPTY, 0, 0);
      state.expect(places, change.row().pick(groups), 0, 0);
    }
    return List.of();
  }
}
