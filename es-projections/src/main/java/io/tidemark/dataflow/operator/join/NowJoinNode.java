package io.tidemark.dataflow.operator.join;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.dataflow.operator.node.Step;
import io.tidemark.dataflow.operator.state.Bag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Joins rows with a table as it is now. The rows of both are kept. */
public final class NowJoinNode implements Node {
  private final Node left;
  private final Node table;
  private final JoinKey leftKey;
  private final JoinKey tableKey;
  private final Optional<Tuple> unmatched;
  private final Bag leftRows;
  private final Bag tableRows;

  public NowJoinNode(Plan.TableJoin plan, Node left, Node table, Operators operators) {
    this.left = left;
    this.table = table;
    this.leftKey = new JoinKey(plan.leftKeys());
    this.tableKey = new JoinKey(plan.tableKeys());
    this.unmatched =
        plan.isLeft() ? Optional.of(EventJoinNode.nulls(plan.table().width())) : Optional.empty();
    this.leftRows = operators.nextBag();
    this.tableRows = operators.nextBag();
  }

  @Override
  public List<Change> step(Step step) {
    List<Change> changes = new ArrayList<>(1);
    for (Change row : table.step(step)) {
      tableKey.of(row.row()).ifPresent(key -> changeTable(key, row, changes));
    }
    for (Change row : left.step(step)) {
      changeLeft(row, changes);
    }
    return changes;
  }

  private void changeLeft(Change row, List<Change> changes) {
    Optional<Tuple> key = leftKey.of(row.row());
    key.ifPresent(each -> leftRows.apply(each, row.row().hashCode(), row));
    List<Change> matches = key.map(tableRows::rows).orElse(List.of());
    for (Change match : matches) {
      changes.add(joined(row, match.row(), match.count()));
    }
    if (matches.isEmpty()) {
      unmatched.ifPresent(nulls -> changes.add(joined(row, nulls, 1)));
    }
  }

  /** A first match takes the place of none, and the other way round. */
  private void changeTable(Tuple key, Change row, List<Change> changes) {
    List<Change> lefts = leftRows.rows(key);
    boolean wasEmpty = tableRows.isEmpty(key);
    tableRows.apply(key, row.row().hashCode(), row);
    boolean isEmpty = tableRows.isEmpty(key);
    for (Change each : lefts) {
      if (wasEmpty != isEmpty) {
        unmatched.ifPresent(nulls -> changes.add(joined(each, nulls, isEmpty ? 1 : -1)));
      }
      changes.add(joined(each, row.row(), row.count()));
    }
  }

  private static Change joined(Change left, Tuple row, long times) {
    return new Change(left.row().plus(row), left.count() * times);
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    List<Change> lefts = left.expect(event);
    List<Change> rows = table.expect(event);
    for (Bag bag : List.of(leftRows, tableRows)) {
      lefts.forEach(row -> leftKey.of(row.row()).ifPresent(bag::expect));
      rows.forEach(row -> tableKey.of(row.row()).ifPresent(bag::expect));
    }
    return List.of();
  }
}
