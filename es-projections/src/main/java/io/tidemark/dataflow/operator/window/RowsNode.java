package io.tidemark.dataflow.operator.window;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Plan.Order;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.dataflow.operator.node.Step;
import io.tidemark.dataflow.operator.state.Arrivals;
import io.tidemark.dataflow.operator.state.Showing;
import io.tidemark.dataflow.operator.state.Stretches;
import io.tidemark.dataflow.operator.state.Totals;
import io.tidemark.dataflow.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds up, for each row, it and so many before it. There is an entry for each row, with the row,
 * the totals and the place of the first row that is in them. In the order of the log all entries
 * are at 0, and those that are out of reach are removed; in that of time they are at their time.
 *
 * <p>The totals of a row are those of the row before it without the first one, and with the row
 * itself: so it does not matter how many there are in between. A row that is late does the same to
 * so many after it.
 */
public final class RowsNode implements Node {
  private final Optional<Order.OfTime> byTime;
  private final long size;
  private final Node input;
  private final int[] groups;
  private final OperatorState state;
  private final int operator;
  private final Totals totals;
  private final Optional<Stretches> stretches;
  private final Showing showing;
  private final Arrivals arrivals = new Arrivals();

  /** In the order of the log. */
  public RowsNode(Plan.Over plan, Frame.Rows frame, Node input, Operators operators) {
    this(plan, Optional.empty(), frame, input, operators);
  }

  /** In that of time. */
  public RowsNode(
      Plan.Over plan, Order.OfTime order, Frame.Rows frame, Node input, Operators operators) {
    this(plan, Optional.of(order), frame, input, operators);
  }

  private RowsNode(
      Plan.Over plan,
      Optional<Order.OfTime> byTime,
      Frame.Rows frame,
      Node input,
      Operators operators) {
    boolean isBounded = frame.preceding() < Integer.MAX_VALUE;
    this.byTime = byTime;
    this.size = isBounded ? frame.preceding() + 1L : Long.MAX_VALUE;
    this.input = input;
    this.groups = Operators.columns(plan.groups());
    this.state = operators.state();
    this.operator = operators.next();
    this.totals = new Totals(plan.aggregations());
    this.stretches = operators.nextStretches(operator, totals, isBounded);
    this.showing =
        new Showing(state, byTime.map(Order.OfTime::emission).orElse(Emission.ALWAYS), this::shown);
  }

  @Override
  public List<Change> step(Step step) {
    List<Change> changes = new ArrayList<>(1);
    for (Change row : input.step(step)) {
      Long at = at(row.row());
      for (long i = 0; at != null && i < row.count(); i++) {
        add(row.row(), at, arrivals.next(step.position()), step.watermark(), changes);
      }
    }
    showing.close(operator, step.watermark(), changes);
    return changes;
  }

  private void add(Tuple row, long at, long tie, long watermark, List<Change> changes) {
    Tuple group = row.pick(groups);
    if (byTime.isPresent() && byTime.get().isLateLeftOut() && isThereAfter(group, at)) {
      return;
    }
    Optional<Entry> previous = state.before(operator, group, at, tie);
    Tuple before =
        previous.map(Entry::value).orElseGet(() -> Tuple.of(row, totals.none(), at, tie));
    Entry own = entry(group, at, tie, with(group, before, row, row, at, tie));
    showing.put(Optional.empty(), own, watermark, changes);
    stretches.ifPresent(each -> each.add(group, at, tie, row));
    if (isByTime()) {
      correct(own, watermark, changes);
    } else {
      previous.ifPresent(entry -> forget(entry, own));
    }
  }

  /** Adds a row that is late to those after it. */
  private void correct(Entry late, long watermark, List<Change> changes) {
    Tuple group = late.group();
    Optional<Entry> next = state.after(operator, group, late.at(), late.tie());
    for (long i = 1; i < size && next.isPresent(); i++) {
      Entry old = next.get();
      Tuple before =
          isBefore(late.at(), late.tie(), startAt(old.value()), startTie(old.value()))
              ? Tuple.of(row(old.value()), totals(old.value()), late.at(), late.tie())
              : old.value();
      Tuple after = with(group, before, row(late.value()), row(old.value()), old.at(), old.tie());
      showing.put(Optional.of(old), entry(group, old.at(), old.tie(), after), watermark, changes);
      next = state.after(operator, group, old.at(), old.tie());
    }
  }

  /** In the order of the log: removes what no row to come can reach. */
  private void forget(Entry previous, Entry own) {
    Tuple group = own.group();
    if (size == Long.MAX_VALUE) {
      state.remove(operator, group, previous.at(), previous.tie());
      return;
    }
    long startAt = startAt(previous.value());
    long startTie = startTie(previous.value());
    if (isBefore(startAt, startTie, startAt(own.value()), startTie(own.value()))) {
      stretches.ifPresent(each -> each.removeFirst(group, startAt, startTie));
      state.remove(operator, group, startAt, startTie);
    }
  }

  /**
   * The value of a row.
   *
   * @param before that of the row before it, or its own as it was
   * @param added what comes in
   */
  private Tuple with(Tuple group, Tuple before, Tuple added, Tuple row, long at, long tie) {
    Tuple sum = totals(before);
    if (Totals.rows(sum) < size) {
      return Tuple.of(row, totals.add(sum, added), startAt(before), startTie(before));
    }
    Entry first = state.find(operator, group, startAt(before), startTie(before)).orElseThrow();
    Optional<Entry> second =
        state
            .after(operator, group, first.at(), first.tie())
            .filter(entry -> isBefore(entry.at(), entry.tie(), at, tie));
    long startAt = second.map(Entry::at).orElse(at);
    long startTie = second.map(Entry::tie).orElse(tie);
    Tuple after =
        stretches.isPresent()
            ? totals.add(stretches.get().over(group, startAt, startTie, at, tie), row)
            : totals.replace(sum, row(first.value()), added);
    return Tuple.of(row, after, startAt, startTie);
  }

  private Entry entry(Tuple group, long at, long tie, Tuple value) {
    return new Entry(operator, group, at, tie, at, value);
  }

  /** Whether a row of a time or later is there. */
  private boolean isThereAfter(Tuple group, long time) {
    return state.after(operator, group, time, Long.MIN_VALUE).filter(Showing::isShown).isPresent();
  }

  private boolean isByTime() {
    return byTime.isPresent();
  }

  private @Nullable Long at(Tuple row) {
    return byTime.isPresent() ? Micros.in(row, byTime.get().time()) : Long.valueOf(0);
  }

  private static boolean isBefore(long at, long tie, long otherAt, long otherTie) {
    return at < otherAt || (at == otherAt && tie < otherTie);
  }

  private Tuple shown(Entry entry) {
    return totals.row(row(entry.value()), totals(entry.value()));
  }

  private static Tuple row(Tuple value) {
    return (Tuple) Objects.requireNonNull(value.get(0));
  }

  private static Tuple totals(Tuple value) {
    return (Tuple) Objects.requireNonNull(value.get(1));
  }

  private static long startAt(Tuple value) {
    return (Long) Objects.requireNonNull(value.get(2));
  }

  private static long startTie(Tuple value) {
    return (Long) Objects.requireNonNull(value.get(3));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change change : input.expect(event)) {
      Long at = at(change.row());
      if (at != null) {
        state.expect(operator, change.row().pick(groups), at, isByTime() ? Long.MAX_VALUE : at);
      }
    }
    return List.of();
  }
}
