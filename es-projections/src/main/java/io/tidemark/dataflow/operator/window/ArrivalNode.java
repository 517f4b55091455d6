package io.tidemark.dataflow.operator.window;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Scope;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.dataflow.operator.node.Step;
import io.tidemark.dataflow.operator.state.Arrivals;
import io.tidemark.dataflow.operator.state.Stretches;
import io.tidemark.dataflow.operator.state.Totals;
import io.tidemark.dataflow.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds up, for each row, those of its group that are still in a queue, in the order of the log. The
 * queue is of the group or of all groups; its first rows leave it by their number or by their time.
 *
 * <p>The queue has an entry for each row in it, with its time and how many there are since the
 * first; a group has one for each of its rows, with the totals over those that are in the queue and
 * which of them is first. Rows of a group that have left the queue are forgotten when the group has
 * its next row.
 */
public final class ArrivalNode implements Node {
  private final Plan.Order.OfLog order;
  private final Node input;
  private final int[] groups;
  private final OperatorState state;
  private final int queue;
  private final int operator;
  private final Totals totals;
  private final Optional<Stretches> stretches;
  private final Arrivals arrivals = new Arrivals();

  public ArrivalNode(Plan.Over plan, Plan.Order.OfLog order, Node input, Operators operators) {
    this.order = order;
    this.input = input;
    this.groups = Operators.columns(plan.groups());
    this.state = operators.state();
    this.queue = operators.next();
    this.operator = operators.next();
    this.totals = new Totals(plan.aggregations());
    this.stretches = operators.nextStretches(operator, totals, true);
  }

  @Override
  public List<Change> step(Step step) {
    List<Change> changes = new ArrayList<>(1);
    for (Change row : input.step(step)) {
      Long time = time(row.row());
      for (long i = 0; time != null && i < row.count(); i++) {
        changes.add(add(row.row(), time, arrivals.next(step.position())));
      }
    }
    return changes;
  }

  private Change add(Tuple row, long time, long tie) {
    Tuple group = row.pick(groups);
    long start = enqueue(queued(group), time, tie);
    Optional<Entry> previous = state.before(operator, group, 0, tie);
    Tuple sum = previous.map(ArrivalNode::totals).orElse(totals.none());
    long first = previous.map(ArrivalNode::first).orElse(tie);
    while (first < start) {
      Entry gone = state.find(operator, group, 0, first).orElseThrow();
      first = state.after(operator, group, 0, first).map(Entry::tie).orElse(tie);
      sum = forget(sum, gone);
    }
    Tuple after =
        stretches.isPresent() && first < tie
            ? totals.add(stretches.get().over(group, 0, first, 0, tie), row)
            : totals.add(sum, row);
    put(operator, group, tie, Tuple.of(row, after, first));
    stretches.ifPresent(each -> each.add(group, 0, tie, row));
    return Change.added(totals.row(row, after));
  }

  private Tuple forget(Tuple sum, Entry gone) {
    stretches.ifPresent(each -> each.removeFirst(gone.group(), 0, gone.tie()));
    state.remove(operator, gone.group(), 0, gone.tie());
    return stretches.isPresent()
        ? totals.none()
        : totals.remove(sum, (Tuple) Objects.requireNonNull(gone.value().get(0)));
  }

  /** Puts a row into the queue, which others leave; the first one that is still in it. */
  private long enqueue(Tuple queued, long time, long tie) {
    long count = state.before(queue, queued, 0, tie).map(ArrivalNode::count).orElse(0L);
    Optional<Entry> first = state.after(queue, queued, 0, Long.MIN_VALUE);
    while (first.isPresent() && isOut(first.get(), count, time)) {
      state.remove(queue, queued, 0, first.get().tie());
      count--;
      first = state.after(queue, queued, 0, first.get().tie());
    }
    put(queue, queued, tie, Tuple.of(time, count + 1));
    return first.map(Entry::tie).orElse(tie);
  }

  /** Whether the first of so many has to leave before a row of a time comes in. */
  private boolean isOut(Entry first, long count, long time) {
    if (order.frame() instanceof Frame.Rows rows) {
      return count > rows.preceding();
    }
    Frame.Range range = ((Frame.Queue) order.frame()).range();
    long from = Micros.minus(time, range.preceding());
    long at = (Long) Objects.requireNonNull(first.value().get(0));
    return range.preceding() < Long.MAX_VALUE && (range.isFromIncluded() ? at < from : at <= from);
  }

  private Tuple queued(Tuple group) {
    return order.scope() == Scope.ALL ? Tuple.EMPTY : group;
  }

  private @Nullable Long time(Tuple row) {
    return order.frame() instanceof Frame.Queue timed
        ? Micros.in(row, timed.time())
        : Long.valueOf(0);
  }

  private void put(int of, Tuple group, long tie, Tuple value) {
    state.put(new Entry(of, group, 0, tie, OperatorState.NEVER, value));
  }

  private static Tuple totals(Entry row) {
    return (Tuple) Objects.requireNonNull(row.value().get(1));
  }

  private static long first(Entry row) {
    return (Long) Objects.requireNonNull(row.value().get(2));
  }

  private static long count(Entry queued) {
    return (Long) Objects.requireNonNull(queued.value().get(1));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change change : input.expect(event)) {
      Tuple group = change.row().pick(groups);
      state.expect(queue, queued(group), 0, 0);
      state.expect(operator, group, 0, 0);
    }
    return List.of();
  }
}
