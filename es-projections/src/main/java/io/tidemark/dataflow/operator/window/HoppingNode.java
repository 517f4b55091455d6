package io.tidemark.dataflow.operator.window;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Lateness.Kind;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.Windowing.Anchor;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.dataflow.operator.node.Step;
import io.tidemark.dataflow.operator.state.Ledger;
import io.tidemark.dataflow.operator.state.Showing;
import io.tidemark.dataflow.operator.state.Totals;
import io.tidemark.dataflow.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Adds rows up by groups and by windows of one size. There is an entry for each group and window
 * with a row in it: at the begin of the window, with the totals. If windows are counted from a row,
 * there is an entry of another operator with its time.
 */
public final class HoppingNode implements Node {
  private final Node input;
  private final int[] groups;
  private final Windowing.Hopping window;
  private final OperatorState state;
  private final int operator;
  private final int anchors;
  private final Totals totals;
  private final Ledger ledger;
  private final Showing showing;
  private final Optional<Retention> retention;
  private final boolean isTakenBack;

  /**
   * Of a plan.
   *
   * @param retained says when windows go; empty if they never do
   */
  public HoppingNode(
      Plan.Aggregate plan,
      Windowing.Hopping window,
      Node input,
      Operators operators,
      Optional<Plan.Retained> retained) {
    this.input = input;
    this.groups = Operators.columns(plan.groups());
    this.window = window;
    this.state = operators.state();
    this.operator = operators.next();
    this.totals = new Totals(plan.aggregations());
    this.ledger = new Ledger(totals, plan.input(), operators.nextBag());
    this.anchors = window.anchor().isRow() ? operators.next() : operator;
    this.showing = new Showing(state, plan.emission(), this::row);
    this.retention =
        retained.map(
            each -> new Retention(state, operators.next(), operator, window.size(), each.age()));
    this.isTakenBack = retained.map(Plan.Retained::isTakenBack).orElse(false);
  }

  @Override
  public List<Change> step(Step step) {
    long watermark = step.watermark(window.clock());
    long gone = retention.map(each -> each.gone(step, watermark)).orElse(Long.MIN_VALUE);
    List<Change> changes = new ArrayList<>(2);
    for (Change row : input.step(step)) {
      Long time = Micros.in(row.row(), window.time());
      if (time != null) {
        apply(row, time, watermark, gone, changes);
      }
    }
    showing.close(operator, watermark, changes);
    retention.ifPresent(each -> each.letGo(gone, window -> letGo(window, changes)));
    return changes;
  }

  private void letGo(Entry entry, List<Change> changes) {
    ledger.forget(entry.group(), entry.at(), entry.at() + window.advance() - 1);
    if (isTakenBack) {
      showing.remove(entry, changes);
    } else {
      state.remove(operator, entry.group(), entry.at(), entry.tie());
    }
  }

  /**
   * Applies a change of a row.
   *
   * @param gone windows that begin here or earlier are gone
   */
  private void apply(Change row, long time, long watermark, long gone, List<Change> changes) {
    if (window.anchor() == Anchor.SINCE_EPOCH && time < 0) {
      return;
    }
    Tuple group = row.row().pick(groups);
    long origin = origin(group, time);
    if (lastBegin(time, origin) <= gone) {
      return;
    }
    ledger.tell(group, time, row);
    boolean isIn = false;
    boolean isLate = false;
    for (long begin = lastBegin(time, origin);
        begin > gone && isBegin(begin, time);
        begin -= window.advance()) {
      isLate = window.late().isOver(begin + window.size(), watermark);
      if (isLate) {
        break; // and so have all that begin earlier
      }
      put(row, group, begin, watermark, changes);
      isIn = true;
    }
    if (isLate && !isIn && window.late().kind() == Kind.JOINING) {
      long open = lastBegin(watermark - window.size(), origin) + window.advance();
      put(row, group, open, watermark, changes);
    }
  }

  private void put(Change row, Tuple group, long begin, long watermark, List<Change> changes) {
    Optional<Entry> old = state.find(operator, group, begin, 0);
    long end = begin + window.size();
    Tuple before = old.map(Entry::value).orElse(totals.none());
    Tuple after = ledger.after(before, row, group, begin, end - 1);
    if (Totals.rows(after) > 0) {
      if (old.isEmpty()) {
        retention.ifPresent(each -> each.came(group, begin));
      }
      showing.put(old, new Entry(operator, group, begin, 0, end, after), watermark, changes);
    } else if (old.isPresent()) {
      showing.remove(old.get(), changes);
    }
  }

  /** Whether a window that begins so, at the time or earlier, holds that time. */
  private boolean isBegin(long begin, long time) {
    return begin > time - window.size() && (window.anchor() != Anchor.SINCE_EPOCH || begin >= 0);
  }

  /** The begin of the last window that a time is in. */
  private long lastBegin(long time, long origin) {
    return time - Math.floorMod(time - origin, window.advance());
  }

  /** A time at which a window begins. */
  private long origin(Tuple group, long time) {
    if (!window.anchor().isRow()) {
      return window.offset();
    }
    Tuple anchored = anchored(group);
    Optional<Entry> first = state.find(anchors, anchored, 0, 0);
    if (first.isEmpty()) {
      state.put(new Entry(anchors, anchored, 0, 0, OperatorState.NEVER, Tuple.of(time)));
    }
    return window.offset() + first.map(HoppingNode::time).orElse(time);
  }

  private Tuple anchored(Tuple group) {
    return window.anchor() == Anchor.FIRST_OF_ALL ? Tuple.EMPTY : group;
  }

  private static long time(Entry anchor) {
    return (Long) Objects.requireNonNull(anchor.value().get(0));
  }

  private Tuple row(Entry entry) {
    return totals.row(
        entry.group(),
        entry.value(),
        Micros.instant(entry.at()),
        Micros.instant(entry.at() + window.size()));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change change : input.expect(event)) {
      Long time = Micros.in(change.row(), window.time());
      if (time != null) {
        Tuple group = change.row().pick(groups);
        if (window.anchor().isRow()) {
          state.expect(anchors, anchored(group), 0, 0);
        }
        long last = window.anchor().isRow() ? time : lastBegin(time, window.offset());
        state.expect(operator, group, time - window.size() + 1, last);
        retention.ifPresent(each -> each.expect(group));
      }
    }
    return List.of();
  }
}
