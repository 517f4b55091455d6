package io.tidemark.dataflow.operator.pattern;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Matching;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.dataflow.operator.node.Step;
import io.tidemark.dataflow.operator.state.Arrivals;
import io.tidemark.dataflow.operator.state.Showing;
import io.tidemark.dataflow.time.Micros;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds matches. There is an entry for each row at its time, and one for each match at the place of
 * its first row, with the place of its last row and what it looks like.
 *
 * <p>A new row can only change what begins within the time of a match before it. Where matches may
 * not overlap, those behind are looked for again too, until one begins where a search began before:
 * from there on nothing is new.
 */
public final class MatchesNode implements Node {
  private final Matching matching;
  private final Node input;
  private final int[] groups;
  private final OperatorState state;
  private final int rows;
  private final int matches;
  private final Showing showing;
  private final Map<Tuple, Arrivals> arrivals = new HashMap<>();
  private long position = Long.MIN_VALUE;

  public MatchesNode(Plan.Matches plan, Node input, Operators operators) {
    this.matching = plan.matching();
    this.input = input;
    this.groups = Operators.columns(plan.groups());
    this.state = operators.state();
    this.rows = operators.next();
    this.matches = operators.next();
    this.showing = new Showing(state, plan.emission(), MatchesNode::shown);
  }

  @Override
  public List<Change> step(Step step) {
    long watermark = step.watermark(matching.clock());
    List<Change> changes = new ArrayList<>(1);
    for (Change row : input.step(step)) {
      Long time = Micros.in(row.row(), matching.time());
      for (long i = 0; time != null && i < row.count(); i++) {
        Tuple group = row.row().pick(groups);
        long tie = number(group, step.position());
        state.put(new Entry(rows, group, time, tie, OperatorState.NEVER, row.row()));
        search(group, time, tie, watermark, changes);
      }
    }
    showing.close(matches, watermark, changes);
    return changes;
  }

  /** Counted in each group, so that it is the same wherever other groups are. */
  private long number(Tuple group, long at) {
    if (at != position) {
      arrivals.clear();
      position = at;
    }
    return arrivals.computeIfAbsent(group, each -> new Arrivals()).next(at);
  }

  private void search(Tuple group, long time, long tie, long watermark, List<Change> changes) {
    long from = earliest(time);
    Candidates candidates =
        new Candidates(state, rows, group, matching, from, Micros.plus(time, matching.within()));
    Optional<Entry> before = before(group, from, Long.MIN_VALUE);
    Search search = new Search(matching, candidates);
    List<Entry> found = new ArrayList<>();
    Optional<Candidate> known = Optional.empty();
    int index = 0;
    while (known.isEmpty() && candidates.has(index)) {
      Candidate begin = candidates.get(index);
      if (before.isPresent() && !begin.isAfter(lastAt(before.get()), lastTie(before.get()))) {
        index++;
      } else if (begin.isAfter(time, tie) && wasBegun(group, begin)) {
        known = Optional.of(begin);
      } else if (search.from(index)) {
        found.add(entry(group, begin, search, candidates.end(begin)));
        index = matching.isOverlapping() ? index + 1 : search.next();
      } else {
        index++;
      }
    }
    replace(matches(group, from, known), found, watermark, changes);
  }

  /** The match before, if none can begin within it. */
  private Optional<Entry> before(Tuple group, long at, long tie) {
    return matching.isOverlapping() ? Optional.empty() : state.before(matches, group, at, tie);
  }

  /** Whether a match was looked for from this row on, before there was the new one. */
  private boolean wasBegun(Tuple group, Candidate row) {
    return before(group, row.at(), row.tie())
        .filter(match -> !row.isAfter(lastAt(match), lastTie(match)))
        .isEmpty();
  }

  /** The matches that there were from a time on, and before a row. */
  private List<Entry> matches(Tuple group, long from, Optional<Candidate> end) {
    long through = end.map(Candidate::at).orElse(Long.MAX_VALUE);
    return state.range(matches, group, from, through).stream()
        .filter(match -> end.isEmpty() || end.get().isAfter(match.at(), match.tie()))
        .toList();
  }

  private void replace(List<Entry> old, List<Entry> found, long watermark, List<Change> changes) {
    Map<Tuple, Entry> gone = new LinkedHashMap<>();
    old.forEach(match -> gone.put(Tuple.of(match.at(), match.tie()), match));
    for (Entry match : found) {
      @Nullable Entry same = gone.remove(Tuple.of(match.at(), match.tie()));
      if (same == null || !isSame(same, match, watermark)) {
        showing.put(Optional.ofNullable(same), match, watermark, changes);
      }
    }
    gone.values().forEach(match -> showing.remove(match, changes));
  }

  private static boolean isSame(Entry old, Entry match, long watermark) {
    boolean isDueAlike =
        old.due() == match.due() || (old.due() == OperatorState.NEVER && match.due() <= watermark);
    return isDueAlike && old.value().equals(match.value());
  }

  private Entry entry(Tuple group, Candidate first, Search match, long end) {
    Candidate last = match.lastTaken();
    List<@Nullable Object> values = new ArrayList<>(group.values());
    values.add(first.tie());
    values.add(Micros.instant(first.at()));
    values.add(Micros.instant(matching.absent().isPresent() ? end : last.at()));
    matching.measures().forEach(measure -> values.add(measure.of(match)));
    Tuple value = Tuple.of(last.at(), last.tie(), Tuple.of(values.toArray()));
    long due = match.isOpen() ? end : last.at();
    return new Entry(matches, group, first.at(), first.tie(), due, value);
  }

  /** When a match begins at the earliest that a row of this time is within. */
  private long earliest(long time) {
    return Micros.minus(time, matching.within() - 1);
  }

  private static long lastAt(Entry match) {
    return (Long) Objects.requireNonNull(match.value().get(0));
  }

  private static long lastTie(Entry match) {
    return (Long) Objects.requireNonNull(match.value().get(1));
  }

  private static Tuple shown(Entry match) {
    return (Tuple) Objects.requireNonNull(match.value().get(2));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    for (Change change : input.expect(event)) {
      Long time = Micros.in(change.row(), matching.time());
      if (time != null) {
        Tuple group = change.row().pick(groups);
        long through = Micros.plus(time, matching.within());
        state.expect(rows, group, earliest(time), through);
        state.expect(matches, group, earliest(time), through);
      }
    }
    return List.of();
  }
}
