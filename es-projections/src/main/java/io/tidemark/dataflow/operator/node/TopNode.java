package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.state.Bag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The first rows of each group. All rows are kept, so that one can move up; they lie in their
 * order, so that only the first are looked at, however many there are.
 */
public final class TopNode implements Node {
  private final Node input;
  private final int[] groups;
  private final int limit;
  private final RowOrder order;
  private final Bag kept;

  /** How many rows of a group are looked at: one more than it shows, which may move up. */
  private final int expected;

  public TopNode(Plan.Top plan, Node input, Operators operators) {
    this.input = input;
    this.groups = Operators.columns(plan.groups());
    this.limit = plan.limit();
    this.order = new RowOrder(plan);
    this.kept = operators.nextBag();
    this.expected = limit == Integer.MAX_VALUE ? limit : limit + 1;
  }

  @Override
  public List<Change> step(Step step) {
    Map<Tuple, List<Change>> byGroup = new LinkedHashMap<>();
    for (Change row : input.step(step)) {
      byGroup.computeIfAbsent(row.row().pick(groups), group -> new ArrayList<>(2)).add(row);
    }
    List<Change> changes = new ArrayList<>();
    byGroup.forEach(
        (group, rows) -> {
          List<Tuple> before = top(group);
          rows.forEach(row -> kept.apply(group, order.place(row.row()), row));
          tell(before, top(group), changes);
        });
    return changes;
  }

  /** The rows in their places, those that are there several times in several. */
  private List<Tuple> top(Tuple group) {
    List<Tuple> top = new ArrayList<>();
    OptionalLong at = kept.firstNumber(group);
    while (at.isPresent() && top.size() < limit) {
      List<Change> rows = kept.rows(group, at.getAsLong(), at.getAsLong());
      rows.sort((one, other) -> order.compare(one.row(), other.row()));
      for (Change row : rows) {
        for (long i = 0; i < row.count() && top.size() < limit; i++) {
          top.add(row.row().plus(top.size() + 1L));
        }
      }
      at = kept.numberAfter(group, at.getAsLong());
    }
    return top;
  }

  private static void tell(List<Tuple> before, List<Tuple> after, List<Change> changes) {
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      boolean isThere = i < before.size() && i < after.size();
      if (isThere && before.get(i).equals(after.get(i))) {
        continue;
      }
      if (i < before.size()) {
        changes.add(Change.removed(before.get(i)));
      }
      if (i < after.size()) {
        changes.add(Change.added(after.get(i)));
      }
    }
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change row : input.expect(event)) {
      Tuple group = row.row().pick(groups);
      long place = order.place(row.row());
      kept.expect(group, place, place);
      kept.expectFirst(group, expected);
    }
    return List.of();
  }
}
