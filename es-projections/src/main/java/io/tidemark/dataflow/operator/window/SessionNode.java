package io.tidemark.dataflow.operator.window;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Lateness.Kind;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.dataflow.operator.node.Step;
import io.tidemark.dataflow.operator.state.Showing;
import io.tidemark.dataflow.operator.state.Totals;
import io.tidemark.dataflow.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Adds rows up by groups and sessions. There is an entry for each session: at the time of its first
 * row, with that of its last and the totals. Where sessions become final, the entries of such ones
 * are put away under another operator when they are met: they may lie amid one that is not.
 */
public final class SessionNode implements Node {
  private final Node input;
  private final int[] groups;
  private final Windowing.Session window;
  private final OperatorState state;
  private final int operator;
  private final int finals;
  private final Totals totals;
  private final Showing showing;

  public SessionNode(
      Plan.Aggregate plan, Windowing.Session window, Node input, Operators operators) {
    this.input = input;
    this.groups = Operators.columns(plan.groups());
    this.window = window;
    this.state = operators.state();
    this.operator = operators.next();
    this.finals = window.late().kind() == Kind.FINAL ? operators.next() : operator;
    this.totals = new Totals(plan.aggregations());
    this.showing = new Showing(state, plan.emission(), this::row);
  }

  @Override
  public List<Change> step(Step step) {
    long watermark = step.watermark(window.clock());
    List<Change> changes = new ArrayList<>(2);
    List<Change> rows = input.step(step);
    if (window.late().kind() == Kind.FINAL) {
      showing.close(operator, watermark, changes); // what a row does not meet any more
    }
    for (Change row : rows) {
      Long time = Micros.in(row.row(), window.time());
      if (time != null) {
        add(row, time, watermark, changes);
      }
    }
    showing.close(operator, watermark, changes);
    return changes;
  }

  /**
   * At most one session on each side is near enough: two of them are further from each other than
   * the gap.
   */
  private void add(Change row, long time, long watermark, List<Change> changes) {
    Tuple group = row.row().pick(groups);
    Optional<Entry> earlier =
        earlier(group, time, watermark).filter(session -> last(session) >= time - window.gap());
    Optional<Entry> later = later(group, time, watermark);
    long begin = earlier.map(Entry::at).orElse(time);
    long last = Math.max(time, later.or(() -> earlier).map(SessionNode::last).orElse(time));
    if (window.late().isOver(last + window.gap(), watermark) || isTaken(group, begin)) {
      return;
    }
    Tuple sum =
        totals.merge(
            earlier.map(SessionNode::totals).orElse(totals.none()),
            later.map(SessionNode::totals).orElse(totals.none()));
    Tuple value = Tuple.of(last, totals.add(sum, row.row(), row.count()));
    later.ifPresent(session -> showing.remove(session, changes));
    showing.put(
        earlier,
        new Entry(operator, group, begin, 0, last + window.gap(), value),
        watermark,
        changes);
  }

  /** The last session that begins at a time or before, of those that are not final. */
  private Optional<Entry> earlier(Tuple group, long time, long watermark) {
    Optional<Entry> found = state.before(operator, group, time, 1);
    while (found.filter(session -> isFinal(session, watermark)).isPresent()) {
      putAway(found.get());
      found = state.before(operator, group, time, 1);
    }
    return found;
  }

  /** The first session that begins within the gap after a time, of those that are not final. */
  private Optional<Entry> later(Tuple group, long time, long watermark) {
    for (Entry session : state.range(operator, group, time + 1, time + window.gap())) {
      if (!isFinal(session, watermark)) {
        return Optional.of(session);
      }
      putAway(session);
    }
    return Optional.empty();
  }

  private boolean isFinal(Entry session, long watermark) {
    return window.late().kind() == Kind.FINAL
        && window.late().isOver(last(session) + window.gap(), watermark);
  }

  private void putAway(Entry session) {
    state.remove(operator, session.group(), session.at(), session.tie());
    state.put(
        new Entry(
            finals,
            session.group(),
            session.at(),
            session.tie(),
            OperatorState.NEVER,
            session.value()));
  }

  /** Whether a session that is final begins so: there is one row for each begin. */
  private boolean isTaken(Tuple group, long begin) {
    return window.late().kind() == Kind.FINAL && state.find(finals, group, begin, 0).isPresent();
  }

  private static long last(Entry session) {
    return (Long) Objects.requireNonNull(session.value().get(0));
  }

  private static Tuple totals(Entry session) {
    return (Tuple) Objects.requireNonNull(session.value().get(1));
  }

  private Tuple row(Entry session) {
    return totals.row(
        session.group(),
        totals(session),
        Micros.instant(session.at()),
        Micros.instant(last(session) + window.gap()));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change change : input.expect(event)) {
      Long time = Micros.in(change.row(), window.time());
      if (time != null) {
        state.expect(operator, change.row().pick(groups), time, time + window.gap());
      }
    }
    return List.of();
  }
}
