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

/** Joins rows with a table as it is when they come. Only the rows of the table are kept. */
public final class EventJoinNode implements Node {
  private final Node left;
  private final Node table;
  private final JoinKey leftKey;
  private final JoinKey tableKey;
  private final Optional<Tuple> unmatched;
  private final Bag tableRows;

  public EventJoinNode(Plan.TableJoin plan, Node left, Node table, Operators operators) {
    this.left = left;
    this.table = table;
    this.leftKey = new JoinKey(plan.leftKeys());
    this.tableKey = new JoinKey(plan.tableKeys());
    this.unmatched = plan.isLeft() ? Optional.of(nulls(plan.table().width())) : Optional.empty();
    this.tableRows = operators.nextBag();
  }

  /** What a left join gives in the place of a row that there is not. */
  static Tuple nulls(int width) {
    return Tuple.EMPTY.plus(new Object[width]);
  }

  @Override
  public List<Change> step(Step step) {
    for (Change row : table.step(step)) {
      tableKey.of(row.row()).ifPresent(key -> tableRows.apply(key, row.row().hashCode(), row));
    }
    List<Change> changes = new ArrayList<>(1);
    for (Change row : left.step(step)) {
      join(row, changes);
    }
    return changes;
  }

  private void join(Change row, List<Change> changes) {
    List<Change> matches = leftKey.of(row.row()).map(tableRows::rows).orElse(List.of());
    for (Change match : matches) {
      changes.add(new Change(row.row().plus(match.row()), row.count() * match.count()));
    }
    if (matches.isEmpty()) {
      unmatched.ifPresent(nulls -> changes.add(new Change(row.row().plus(nulls), row.count())));
    }
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change row : left.expect(event)) {
      leftKey.of(row.row()).ifPresent(tableRows::expect);
    }
    for (Change row : table.expect(event)) {
      tableKey.of(row.row()).ifPresent(tableRows::expect);
    }
    return List.of();
  }
}
