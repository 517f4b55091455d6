package io.tidemark.dataflow.operator;

import static io.tidemark.dataflow.operator.NaivePlan.micros;
import static io.tidemark.dataflow.operator.NaivePlan.picked;

import io.tidemark.dataflow.Lateness.Kind;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.operator.NaivePlan.Arrival;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Rows of windows that hang on the order of the log: they are counted from a first row, or rows can
 * be too late for them. Each row is looked at with all that came before it.
 */
record NaiveLate(NaivePlan inputs, Plan.Aggregate plan) {
  static boolean hangsOnOrder(Windowing window) {
    return window instanceof Windowing.Aligned
        || window.late().kind() != Kind.CORRECTED
        || (window instanceof Windowing.Hopping hopping
            && hopping.anchor() != Windowing.Anchor.EPOCH);
  }

  /** Rows that are in one window. */
  private static final class Held {
    private final List<Tuple> rows = new ArrayList<>();
    private long begin;
    private long last;

    private Held(long begin, long last) {
      this.begin = begin;
      this.last = last;
    }
  }

  List<Tuple> rows() {
    Windowing window = plan.window().orElseThrow();
    List<Tuple> result = new ArrayList<>();
    if (window instanceof Windowing.Hopping hopping) {
      hopping(hopping, result);
      return result;
    }
    Map<Tuple, List<Arrival>> groups = new LinkedHashMap<>();
    for (Arrival each : inputs.arrivals(plan.input())) {
      groups.computeIfAbsent(picked(each.row(), plan.groups()), key -> new ArrayList<>()).add(each);
    }
    groups.forEach(
        (group, rows) -> {
          if (window instanceof Windowing.Session session) {
            sessions(session, group, rows, result);
          } else {
            aligned((Windowing.Aligned) window, group, rows, result);
          }
        });
    return result;
  }

  private static boolean isOver(Windowing window, long end, long watermark) {
    return window.late().kind() != Kind.CORRECTED
        && watermark > Long.MIN_VALUE
        && end + window.late().grace() <= watermark;
  }

  private void hopping(Windowing.Hopping window, List<Tuple> result) {
    boolean isOfAll = window.anchor() == Windowing.Anchor.FIRST_OF_ALL;
    Map<Tuple, Long> anchors = new LinkedHashMap<>();
    Map<Tuple, TreeMap<Long, List<Tuple>>> windows = new LinkedHashMap<>();
    // also rows that go again: these are never the ones that hang on the order
    for (Arrival each : stay(window)) {
      Object at = each.row().get(window.time());
      if (at == null) {
        continue;
      }
      long time = micros(at);
      Tuple group = picked(each.row(), plan.groups());
      Long first = anchors.putIfAbsent(isOfAll ? Tuple.EMPTY : group, time);
      long origin =
          window.offset() + (window.anchor().isRow() ? (first == null ? time : first) : 0);
      long watermark = inputs.watermark(each.position(), window.clock());
      List<Long> in = new ArrayList<>();
      boolean isLate = false;
      for (long begin : near(window, origin, time)) {
        if (begin <= time && time < begin + window.size()) {
          boolean isOver = isOver(window, begin + window.size(), watermark);
          isLate |= isOver;
          if (!isOver) {
            in.add(begin);
          }
        }
      }
      if (in.isEmpty() && isLate && window.late().kind() == Kind.JOINING) {
        near(window, origin, watermark).stream()
            .filter(begin -> !isOver(window, begin + window.size(), watermark))
            .min(Comparator.naturalOrder())
            .ifPresent(in::add);
      }
      in.forEach(
          begin ->
              windows
                  .computeIfAbsent(group, key -> new TreeMap<>())
                  .computeIfAbsent(begin, key -> new ArrayList<>())
                  .add(each.row()));
    }
    windows.forEach(
        (group, byBegin) ->
            byBegin.forEach(
                (begin, rows) ->
                    inputs.window(plan, group, begin, begin + window.size(), rows, result)));
  }

  private static List<Long> near(Windowing.Hopping window, long origin, long time) {
    long number = (time - origin) / window.advance();
    return LongStream.rangeClosed(number - window.size() - 1, number + 1)
        .map(each -> origin + each * window.advance())
        .filter(begin -> begin >= since(window))
        .boxed()
        .toList();
  }

  private static long since(Windowing.Hopping window) {
    return window.anchor() == Windowing.Anchor.SINCE_EPOCH ? 0 : Long.MIN_VALUE;
  }

  private List<Arrival> stay(Windowing.Hopping window) {
    return window.anchor().isRow() || window.late().kind() != Kind.CORRECTED
        ? inputs.arrivals(plan.input())
        : inputs.rows(plan.input()).stream().map(row -> new Arrival(0, row)).toList();
  }

  private void sessions(
      Windowing.Session window, Tuple group, List<Arrival> arrivals, List<Tuple> result) {
    List<Held> sessions = new ArrayList<>();
    for (Arrival each : arrivals) {
      Object at = each.row().get(window.time());
      if (at == null) {
        continue;
      }
      long watermark = inputs.watermark(each.position(), window.clock());
      Held held = new Held(micros(at), micros(at));
      List<Held> near = new ArrayList<>();
      boolean isTaken = false;
      for (Held other : sessions) {
        boolean isFinal =
            window.late().kind() == Kind.FINAL
                && isOver(window, other.last + window.gap(), watermark);
        if (!isFinal
            && other.begin - window.gap() <= micros(at)
            && micros(at) <= other.last + window.gap()) {
          near.add(other);
        }
      }
      for (Held other : near) {
        held.begin = Math.min(held.begin, other.begin);
        held.last = Math.max(held.last, other.last);
        held.rows.addAll(other.rows);
      }
      for (Held other : sessions) {
        isTaken |= !near.contains(other) && other.begin == held.begin;
      }
      if (!isTaken && !isOver(window, held.last + window.gap(), watermark)) {
        held.rows.add(each.row());
        sessions.removeAll(near);
        sessions.add(held);
      }
    }
    for (Held session : sessions) {
      inputs.window(plan, group, session.begin, session.last + window.gap(), session.rows, result);
    }
  }

  private void aligned(
      Windowing.Aligned window, Tuple group, List<Arrival> arrivals, List<Tuple> result) {
    TreeSet<Long> begins = new TreeSet<>();
    List<Kept> kept = new ArrayList<>();
    for (Arrival each : arrivals) {
      Object at = each.row().get(window.time());
      long watermark = inputs.watermark(each.position(), window.clock());
      if (at == null
          || (window.isSinceEpoch() && micros(at) < 0)
          || isOver(window, micros(at) + window.step() + window.length() + 1, watermark)) {
        continue;
      }
      kept.add(new Kept(each.row(), micros(at), watermark));
      for (Kept other : kept) {
        long ending = other.time - window.length();
        begin(window, window.isSinceEpoch() ? Math.max(0, ending) : ending, kept, begins);
        begin(window, other.time + window.step(), kept, begins);
      }
    }
    for (long begin : begins) {
      List<Tuple> rows =
          in(window, begin, kept).stream()
              .filter(each -> !isOver(window, begin + window.length() + 1, each.watermark))
              .map(Kept::row)
              .toList();
      if (inputs.isThere(plan.emission(), begin + window.length() + 1, window.clock())) {
        result.add(
            group
                .plus(NaivePlan.instant(begin), NaivePlan.instant(begin + window.length()))
                .plus(NaivePlan.results(plan.aggregations(), rows)));
      }
    }
  }

  /** A row that was not too late, and how far time had gone when it came. */
  private record Kept(Tuple row, long time, long watermark) {}

  /** Whether a window begins so when the last row has come. */
  private static void begin(
      Windowing.Aligned window, long begin, List<Kept> kept, TreeSet<Long> begins) {
    long now = kept.get(kept.size() - 1).watermark;
    if (!in(window, begin, kept).isEmpty() && !isOver(window, begin + window.length() + 1, now)) {
      begins.add(begin);
    }
  }

  private static List<Kept> in(Windowing.Aligned window, long begin, List<Kept> rows) {
    return rows.stream()
        .filter(row -> row.time >= begin && row.time <= begin + window.length())
        .toList();
  }
}
