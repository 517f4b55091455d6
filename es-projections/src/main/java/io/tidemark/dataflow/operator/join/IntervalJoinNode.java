package io.tidemark.dataflow.operator.join;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.dataflow.operator.node.Step;
import io.tidemark.dataflow.operator.state.Bag;
import io.tidemark.dataflow.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pairs rows whose times are near each other. The rows of both sides are kept at their times. */
public final class IntervalJoinNode implements Node {
  private final Plan.IntervalJoin plan;
  private final Node left;
  private final Node right;
  private final JoinKey leftKey;
  private final JoinKey rightKey;
  private final Bag leftRows;
  private final Bag rightRows;

  public IntervalJoinNode(Plan.IntervalJoin plan, Node left, Node right, Operators operators) {
    this.plan = plan;
    this.left = left;
    this.right = right;
    this.leftKey = new JoinKey(plan.leftKeys());
    this.rightKey = new JoinKey(plan.rightKeys());
    this.leftRows = operators.nextBag();
    this.rightRows = operators.nextBag();
  }

  @Override
  public List<Change> step(Step step) {
    List<Change> changes = new ArrayList<>(1);
    for (Change row : left.step(step)) {
      Optional<Tuple> key = leftKey.of(row.row());
      Long time = Micros.in(row.row(), plan.leftTime());
      if (key.isPresent() && time != null) {
        leftRows.apply(key.get(), time, row);
        rightRows
            .rows(key.get(), Micros.plus(time, plan.lower()), Micros.plus(time, plan.upper()))
            .forEach(match -> changes.add(pair(row, match)));
      }
    }
    for (Change row : right.step(step)) {
      Optional<Tuple> key = rightKey.of(row.row());
      Long time = Micros.in(row.row(), plan.rightTime());
      if (key.isPresent() && time != null) {
        rightRows.apply(key.get(), time, row);
        leftRows
            .rows(key.get(), Micros.minus(time, plan.upper()), Micros.minus(time, plan.lower()))
            .forEach(match -> changes.add(pair(match, row)));
      }
    }
    return changes;
  }

  private static Change pair(Change left, Change right) {
    return new Change(left.row().plus(right.row()), left.count() * right.count());
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change row : left.expect(event)) {
      Long time = Micros.in(row.row(), plan.leftTime());
      if (time != null) {
        leftKey
            .of(row.row())
            .ifPresent(
                key -> {
                  leftRows.expect(key, time, time);
                  rightRows.expect(
                      key, Micros.plus(time, plan.lower()), Micros.plus(time, plan.upper()));
                });
      }
    }
    for (Change row : right.expect(event)) {
      Long time = Micros.in(row.row(), plan.rightTime());
      if (time != null) {
        rightKey
            .of(row.row())
            .ifPresent(
                key -> {
                  rightRows.expect(key, time, time);
                  leftRows.expect(
                      key, Micros.minus(time, plan.upper()), Micros.minus(time, plan.lower()));
                });
      }
    }
    return List.of();
  }
}
