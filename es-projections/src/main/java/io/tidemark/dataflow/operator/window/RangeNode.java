package io.tidemark.dataflow.operator.window;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Adds up, for each row, those whose time is at most so much before its own. There is an entry for
 * each row at its time, with the row and the totals; as long as it waits for the watermark, with
 * the row alone.
 *
 * <p>The totals of a row are those of the row before it without what is out of reach by now, and
 * with the row itself: so it does not matter how many there are in between. A row that is late is
 * added to those that come after it.
 */
public final class RangeNode implements Node {
  private final Plan.Order.OfTime order;
  private final Frame.Range frame;
  private final Node input;
  private final int[] groups;
  private final OperatorState state;
  private final int operator;
  private final Totals totals;
  private final Optional<Stretches> stretches;

  /** What waits is added up at once only if others can be left out because it is there. */
  private final boolean isSummedWhenShown;

  private final Showing showing;
  private final Arrivals arrivals = new Arrivals();

  public RangeNode(
      Plan.Over plan, Plan.Order.OfTime order, Frame.Range frame, Node input, Operators operators) {
    this.order = order;
    this.frame = frame;
    this.input = input;
    this.groups = Operators.columns(plan.groups());
    this.state = operators.state();
    this.operator = operators.next();
    this.totals = new Totals(plan.aggregations());
    this.stretches = operators.nextStretches(operator, totals, frame.preceding() < Long.MAX_VALUE);
    this.isSummedWhenShown = order.emission() == Emission.CLOSED && !order.isLateLeftOut();
    this.showing = new Showing(state, order.emission(), this::shown);
  }

  @Override
  public List<Change> step(Step step) {
    List<Change> changes = new ArrayList<>(1);
    List<Change> rows = input.step(step);
    if (isSummedWhenShown) {
      close(step.watermark(), changes); // so that all that is not later than it has its totals
    }
    for (Change row : rows) {
      Long time = Micros.in(row.row(), order.time());
      for (long i = 0; time != null && i < row.count(); i++) {
        add(row.row(), time, arrivals.next(step.position()), step.watermark(), changes);
      }
    }
    if (!isSummedWhenShown) {
      showing.close(operator, step.watermark(), changes);
    }
    return changes;
  }

  private void add(Tuple row, long time, long tie, long watermark, List<Change> changes) {
    Tuple group = row.pick(groups);
    if (order.isLateLeftOut() && isThereAfter(group, time)) {
      return;
    }
    if (isSummedWhenShown && time > watermark) {
      state.put(new Entry(operator, group, time, tie, time, Tuple.of(row)));
      return;
    }
    Optional<Tuple> peers = Optional.empty();
    for (Entry later : state.range(operator, group, time, lastThatReaches(time))) {
      if (isSummedWhenShown && isWaiting(later)) {
        break; // and so do all behind it
      }
      Tuple more = totals.add(totals(later), row);
      Entry corrected = entry(group, later.at(), later.tie(), row(later), more);
      showing.put(Optional.of(later), corrected, watermark, changes);
      if (later.at() == time) {
        peers = Optional.of(more);
      }
    }
    Tuple own = peers.orElseGet(() -> totals.add(before(group, time), row));
    showing.put(Optional.empty(), entry(group, time, tie, row, own), watermark, changes);
    stretches.ifPresent(each -> each.add(group, time, tie, row));
  }

  /** Whether a row of a time or later is there. */
  private boolean isThereAfter(Tuple group, long time) {
    return state.after(operator, group, time, Long.MIN_VALUE).filter(Showing::isShown).isPresent();
  }

  private static boolean isWaiting(Entry entry) {
    return entry.due() != OperatorState.NEVER;
  }

  /** Adds up what the watermark has reached, in the order of time. */
  private void close(long watermark, List<Change> changes) {
    List<Entry> due = state.due(operator, watermark);
    while (!due.isEmpty()) {
      due.forEach(entry -> state.expect(operator, entry.group(), entry.at(), entry.at()));
      List<Entry> byTime = new ArrayList<>(due);
      byTime.sort(Comparator.comparingLong(Entry::due));
      byTime.forEach(entry -> settle(entry.group(), entry.at(), changes));
      due = state.due(operator, watermark);
    }
  }

  /** Those of one time are added up together. */
  private void settle(Tuple group, long time, List<Change> changes) {
    List<Entry> peers = state.range(operator, group, time, time);
    if (!isWaiting(peers.get(0))) {
      return;
    }
    Tuple sum = before(group, time);
    for (Entry peer : peers) {
      sum = totals.add(sum, row(peer));
    }
    for (Entry peer : peers) {
      Tuple value = Tuple.of(row(peer), sum);
      Entry settled = new Entry(operator, group, time, peer.tie(), OperatorState.NEVER, value);
      state.put(settled);
      changes.add(Change.added(shown(settled)));
      stretches.ifPresent(each -> each.add(group, time, peer.tie(), row(peer)));
    }
  }

  private Entry entry(Tuple group, long time, long tie, Tuple row, Tuple sum) {
    return new Entry(operator, group, time, tie, time, Tuple.of(row, sum));
  }

  /** The totals of the rows before a time that are within its reach. */
  private Tuple before(Tuple group, long time) {
    long from = from(time);
    Optional<Entry> previous =
        state.before(operator, group, time, Long.MIN_VALUE).filter(entry -> entry.at() >= from);
    if (previous.isEmpty()) {
      return totals.none();
    }
    long previousFrom = from(previous.get().at());
    List<Entry> gone =
        previousFrom == from ? List.of() : state.range(operator, group, previousFrom, from - 1);
    if (!gone.isEmpty() && stretches.isPresent()) {
      Entry last = gone.get(gone.size() - 1);
      Entry first = state.after(operator, group, last.at(), last.tie()).orElseThrow();
      return stretches.get().over(group, first.at(), first.tie(), time, Long.MIN_VALUE);
    }
    Tuple sum = totals(previous.get());
    for (Entry entry : gone) {
      sum = totals.remove(sum, row(entry));
    }
    return sum;
  }

  /** The earliest time that is within reach of a time. */
  private long from(long time) {
    return frame.preceding() == Long.MAX_VALUE ? Long.MIN_VALUE : Micros.minus(time, reach());
  }

  /** The latest time that a time is within reach of. */
  private long lastThatReaches(long time) {
    return Micros.plus(time, reach());
  }

  private long reach() {
    return frame.isFromIncluded() || frame.preceding() == Long.MAX_VALUE
        ? frame.preceding()
        : frame.preceding() - 1;
  }

  private Tuple shown(Entry entry) {
    return totals.row(row(entry), totals(entry));
  }

  private static Tuple row(Entry entry) {
    return (Tuple) Objects.requireNonNull(entry.value().get(0));
  }

  private static Tuple totals(Entry entry) {
    return (Tuple) Objects.requireNonNull(entry.value().get(1));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change change : input.expect(event)) {
      Long time = Micros.in(change.row(), order.time());
      if (time != null) {
        expect(change.row().pick(groups), time);
      }
    }
    return List.of();
  }

  /**
   * What comes after a row; and what goes, which was within reach of the row before. What is in
   * between is in the totals of that one, so it is not needed, however much it is.
   */
  private void expect(Tuple group, long time) {
    state.expect(operator, group, time, lastThatReaches(time));
    if (frame.preceding() < Long.MAX_VALUE) { // else nothing goes
      state.expect(operator, group, Micros.minus(from(time), reach()), from(time) - 1);
    }
  }
}
