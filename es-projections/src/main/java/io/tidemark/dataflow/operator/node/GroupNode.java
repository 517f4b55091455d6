package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.state.Ledger;
import io.tidemark.dataflow.operator.state.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds rows up by groups, without windows. A group has one entry, with its totals. */
public final class GroupNode implements Node {
  private final Node input;
  private final int[] groups;
  private final OperatorState state;
  private final int operator;
  private final Totals totals;
  private final Ledger ledger;

  public GroupNode(Plan.Aggregate plan, Node input, Operators operators) {
    this.input = input;
    this.groups = Operators.columns(plan.groups());
    this.state = operators.state();
    this.operator = operators.next();
    this.totals = new Totals(plan.aggregations());
    this.ledger = new Ledger(totals, plan.input(), operators.nextBag());
  }

  @Override
  public List<Change> step(Step step) {
    List<Change> rows = input.step(step);
    if (rows.isEmpty() && !step.isBegin()) {
      return rows;
    }
    List<Change> changes = new ArrayList<>(2);
    if (step.isBegin() && isOne()) {
      changes.add(Change.added(totals.row(Tuple.EMPTY, totals.none())));
    }
    for (Change row : rows) {
      apply(row, changes);
    }
    return changes;
  }

  private void apply(Change change, List<Change> changes) {
    Tuple group = change.row().pick(groups);
    Tuple before = state.find(operator, group, 0, 0).map(Entry::value).orElse(totals.none());
    ledger.tell(group, at(change.row()), change);
    Tuple after = ledger.after(before, change, group, Long.MIN_VALUE, Long.MAX_VALUE);
    if (Totals.rows(after) == 0) {
      state.remove(operator, group, 0, 0);
    } else {
      state.put(new Entry(operator, group, 0, 0, OperatorState.NEVER, after));
    }
    Optional<Tuple> gone = row(group, before);
    Optional<Tuple> come = row(group, after);
    if (!gone.equals(come)) {
      gone.ifPresent(row -> changes.add(Change.removed(row)));
      come.ifPresent(row -> changes.add(Change.added(row)));
    }
  }

  /** Where a row is kept: spread, so that it is found at once when it goes. */
  private static long at(Tuple row) {
    return row.hashCode();
  }

  private Optional<Tuple> row(Tuple group, Tuple sums) {
    return Totals.rows(sums) > 0 || isOne()
        ? Optional.of(totals.row(group, sums))
        : Optional.empty();
  }

  /** Whether there is one row, also if there is none to add up. */
  private boolean isOne() {
    return groups.length == 0;
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change change : input.expect(event)) {
      state.expect(operator, change.row().pick(groups), 0, 0);
    }
    return List.of();
  }
}
