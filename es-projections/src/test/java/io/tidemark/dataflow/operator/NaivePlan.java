package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow.Input;
import io.tidemark.dataflow.Dataflow.Told;
import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import io.tidemark.projection.tick.Tick;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a plan makes of some inputs, made by looking at all of them again and again.
 *
 * @param ticks those that came after some of them
 * @param isEnd whether all windows are closed
 */
record NaivePlan(
    List<Input> inputs, List<Tick> ticks, Duration delay, Duration maxAhead, boolean isEnd) {
  /** A row that stays, and when it came. */
  record Arrival(long position, Tuple row) {}

  /** All rows, each as often as it is there. */
  List<Tuple> rows(Plan plan) {
    if (plan instanceof Plan.Source source) {
      List<Tuple> rows = new ArrayList<>();
      told(source).forEach(told -> apply(told.change(), rows));
      return rows;
    }
    if (plan instanceof Plan.Filter filter) {
      return rows(filter.input()).stream()
          .filter(row -> Boolean.TRUE.equals(filter.condition().of(row)))
          .toList();
    }
    if (plan instanceof Plan.Project project) {
      return rows(project.input()).stream().map(row -> projected(project, row)).toList();
    }
    if (plan instanceof Plan.Expand expand) {
      return rows(expand.input()).stream()
          .flatMap(row -> expand.rows().apply(row).stream())
          .toList();
    }
    if (plan instanceof Plan.Union union) {
      return union.inputs().stream().flatMap(input -> rows(input).stream()).toList();
    }
    if (plan instanceof Plan.Aggregate aggregate) {
      return aggregated(aggregate);
    }
    if (plan instanceof Plan.Retained retained) {
      return retained(retained);
    }
    if (plan instanceof Plan.Top top) {
      return top(top);
    }
    if (plan instanceof Plan.Matches matches) {
      return new NaiveMatches(matches, arrivals(matches.input()))
          .all().stream()
              .filter(match -> isThere(matches.emission(), match.due(), matches.matching().clock()))
              .map(NaiveMatches.Match::row)
              .toList();
    }
    if (plan instanceof Plan.TableJoin join && join.moment() == Plan.Moment.NOW) {
      List<Tuple> table = rows(join.table());
      return rows(join.left()).stream().flatMap(row -> joined(join, row, table)).toList();
    }
    return arrivals(plan).stream().map(Arrival::row).toList();
  }

  /** The rows of a plan that takes none back, in the order in which they came. */
  List<Arrival> arrivals(Plan plan) {
    List<Arrival> arrivals = new ArrayList<>();
    if (plan instanceof Plan.Source source) {
      for (Input input : inputs) {
        for (Told told : input.told()) {
          for (long i = 0; told.source() == source.number() && i < told.change().count(); i++) {
            arrivals.add(new Arrival(input.position(), told.change().row()));
          }
        }
      }
    } else if (plan instanceof Plan.Filter filter) {
      arrivals(filter.input()).stream()
          .filter(each -> Boolean.TRUE.equals(filter.condition().of(each.row)))
          .forEach(arrivals::add);
    } else if (plan instanceof Plan.Project project) {
      arrivals(project.input())
          .forEach(each -> arrivals.add(new Arrival(each.position, projected(project, each.row))));
    } else if (plan instanceof Plan.Expand expand) {
      for (Arrival each : arrivals(expand.input())) {
        expand.rows().apply(each.row).forEach(row -> arrivals.add(new Arrival(each.position, row)));
      }
    } else if (plan instanceof Plan.Union union) {
      union.inputs().forEach(input -> arrivals.addAll(arrivals(input)));
    } else if (plan instanceof Plan.Aggregate aggregate) {
      batches(aggregate, arrivals);
    } else if (plan instanceof Plan.Over over) {
      over(over, arrivals);
    } else if (plan instanceof Plan.TableJoin join) {
      for (Arrival each : arrivals(join.left())) {
        List<Tuple> table = through(each.position).rows(join.table());
        joined(join, each.row, table).forEach(row -> arrivals.add(new Arrival(each.position, row)));
      }
    } else if (plan instanceof Plan.IntervalJoin join) {
      pairs(join, arrivals);
    } else {
      throw new AssertionError(plan);
    }
    arrivals.sort(Comparator.comparingLong(Arrival::position));
    return arrivals;
  }

  private NaivePlan through(long position) {
    List<Input> some = inputs.stream().filter(input -> input.position() <= position).toList();
    List<Tick> before = ticks.stream().filter(tick -> tick.position() < position).toList();
    return new NaivePlan(some, before, delay, maxAhead, false);
  }

  private List<Told> told(Plan.Source source) {
    return inputs.stream()
        .flatMap(input -> input.told().stream())
        .filter(told -> told.source() == source.number())
        .toList();
  }

  static void apply(Change change, List<Tuple> rows) {
    for (long i = 0; i < change.count(); i++) {
      rows.add(change.row());
    }
    for (long i = 0; i > change.count(); i--) {
      if (!rows.remove(change.row())) {
        throw new AssertionError("Not there: " + change.row());
      }
    }
  }

  private static Tuple projected(Plan.Project project, Tuple row) {
    return Tuple.of(project.columns().stream().map(column -> column.of(row)).toArray());
  }

  static Tuple picked(Tuple row, List<Integer> columns) {
    return Tuple.of(columns.stream().map(row::get).toArray());
  }

  private static Stream<Tuple> joined(Plan.TableJoin join, Tuple row, List<Tuple> table) {
    List<Tuple> matches =
        table.stream()
            .filter(other -> isMatch(row, join.leftKeys(), other, join.tableKeys()))
            .toList();
    Tuple none = Tuple.of(IntStream.range(0, join.table().width()).mapToObj(i -> null).toArray());
    return (matches.isEmpty() && join.isLeft() ? List.of(none) : matches).stream().map(row::plus);
  }

  private static boolean isMatch(
      Tuple row, List<Integer> columns, Tuple other, List<Integer> others) {
    Tuple key = picked(row, columns);
    return !key.values().contains(null) && key.equals(picked(other, others));
  }

  private void pairs(Plan.IntervalJoin join, List<Arrival> pairs) {
    for (Arrival left : arrivals(join.left())) {
      for (Arrival right : arrivals(join.right())) {
        Object from = left.row.get(join.leftTime());
        Object to = right.row.get(join.rightTime());
        if (from == null
            || to == null
            || !isMatch(left.row, join.leftKeys(), right.row, join.rightKeys())) {
          continue;
        }
        long apart = micros(to) - micros(from);
        if (apart >= join.lower() && apart <= join.upper()) {
          long position = Math.max(left.position, right.position);
          pairs.add(new Arrival(position, left.row.plus(right.row)));
        }
      }
    }
  }

  private List<Tuple> aggregated(Plan.Aggregate plan) {
    if (plan.isAppendOnly()) {
      return arrivals(plan).stream().map(Arrival::row).toList();
    }
    if (plan.window().isPresent() && NaiveLate.hangsOnOrder(plan.window().get())) {
      return new NaiveLate(this, plan).rows();
    }
    if (plan.window().isPresent() && plan.window().get() instanceof Windowing.Batch batch) {
      return batches(plan, batch).stream().map(each -> row(plan, each)).toList();
    }
    Map<Tuple, List<Tuple>> groups = new LinkedHashMap<>();
    if (plan.window().isEmpty() && plan.groups().isEmpty()) {
      groups.put(Tuple.EMPTY, new ArrayList<>());
    }
    for (Tuple row : rows(plan.input())) {
      groups.computeIfAbsent(picked(row, plan.groups()), key -> new ArrayList<>()).add(row);
    }
    List<Tuple> result = new ArrayList<>();
    groups.forEach(
        (group, rows) -> {
          if (plan.window().isEmpty()) {
            result.add(group.plus(results(plan.aggregations(), rows)));
          } else if (plan.window().get() instanceof Windowing.Hopping hopping) {
            hopping(plan, hopping, group, rows, result);
          } else {
            sessions(plan, (Windowing.Session) plan.window().get(), group, rows, result);
          }
        });
    return result;
  }

  private void hopping(
      Plan.Aggregate plan,
      Windowing.Hopping window,
      Tuple group,
      List<Tuple> rows,
      List<Tuple> result) {
    Set<Long> begins = new TreeSet<>();
    for (Tuple row : rows) {
      Object time = row.get(window.time());
      if (time != null) {
        long near = (micros(time) - window.offset()) / window.advance();
        for (long i = near - window.size() - 1; i <= near + 1; i++) {
          begins.add(i * window.advance() + window.offset());
        }
      }
    }
    for (long begin : begins) {
      List<Tuple> in =
          rows.stream().filter(row -> isIn(row, window.time(), begin, window.size())).toList();
      if (!in.isEmpty()) {
        window(plan, group, begin, begin + window.size(), in, result);
      }
    }
  }

  private static boolean isIn(Tuple row, int column, long begin, long size) {
    Object time = row.get(column);
    return time != null && micros(time) >= begin && micros(time) < begin + size;
  }

  /** Of rows that stay, those whose windows were not gone when they came; or what is not gone. */
  private List<Tuple> retained(Plan.Retained plan) {
    int end = plan.input().groups().size() + 1;
    Windowing.Hopping window = (Windowing.Hopping) plan.input().window().orElseThrow();
    if (plan.isTakenBack()) {
      return aggregated(plan.input()).stream()
          .filter(row -> isRetained(micros(row.get(end)), plan.age(), window.clock()))
          .toList();
    }
    Map<Tuple, List<Tuple>> windows = new LinkedHashMap<>();
    for (Arrival each : arrivals(plan.input().input())) {
      for (Tuple key : windowsOf(plan.input(), window, each.row)) {
        if (through(each.position).isRetained(micros(key.get(end)), plan.age(), window.clock())) {
          windows.computeIfAbsent(key, any -> new ArrayList<>()).add(each.row);
        }
      }
    }
    List<Tuple> rows = new ArrayList<>();
    windows.forEach(
        (key, in) -> {
          if (isThere(plan.input().emission(), micros(key.get(end)), window.clock())) {
            rows.add(key.plus(results(plan.input().aggregations(), in)));
          }
        });
    return rows;
  }

  /** By asking for the windows of this row alone. */
  private static List<Tuple> windowsOf(Plan.Aggregate plan, Windowing.Hopping window, Tuple row) {
    List<Tuple> windows = new ArrayList<>();
    new NaivePlan(List.of(), List.of(), Duration.ZERO, Duration.ZERO, true)
        .hopping(
            new Plan.Aggregate(
                plan.input(), plan.groups(), plan.window(), List.of(), plan.emission()),
            window,
            picked(row, plan.groups()),
            List.of(row),
            windows);
    return windows;
  }

  private boolean isRetained(long end, long age, Windowing.Clock clock) {
    return end + age > watermark(Long.MAX_VALUE, clock);
  }

  private void sessions(
      Plan.Aggregate plan,
      Windowing.Session window,
      Tuple group,
      List<Tuple> rows,
      List<Tuple> result) {
    TreeMap<Long, List<Tuple>> byTime = new TreeMap<>();
    for (Tuple row : rows) {
      Object time = row.get(window.time());
      if (time != null) {
        byTime.computeIfAbsent(micros(time), each -> new ArrayList<>()).add(row);
      }
    }
    List<Tuple> session = new ArrayList<>();
    for (long time : byTime.keySet()) {
      session.addAll(byTime.get(time));
      Long next = byTime.higherKey(time);
      if (next == null || next - time > window.gap()) {
        long begin = micros(session.get(0).get(window.time()));
        window(plan, group, begin, time + window.gap(), session, result);
        session = new ArrayList<>();
      }
    }
  }

  void window(
      Plan.Aggregate plan,
      Tuple group,
      long begin,
      long end,
      List<Tuple> rows,
      List<Tuple> result) {
    Windowing.Clock clock = plan.window().orElseThrow().clock();
    if (isThere(plan.emission(), end, clock)) {
      result.add(group.plus(instant(begin), instant(end)).plus(results(plan.aggregations(), rows)));
    }
  }

  boolean isThere(Plan.Emission emission, long end, Windowing.Clock clock) {
    if (emission == Plan.Emission.ALWAYS || isEnd) {
      return true;
    }
    return end <= watermark(Long.MAX_VALUE, clock);
  }

  /**
   * How far time has gone by the events up to a position, and the ticks before the last of them.
   */
  long watermark(long position, Windowing.Clock clock) {
    return watermark(position, position, clock);
  }

  private long watermark(long position, long ticksBefore, Windowing.Clock clock) {
    List<Input> some = inputs.stream().filter(input -> input.position() <= position).toList();
    Stream<Instant> ticked =
        ticks.stream().filter(tick -> tick.position() < ticksBefore).map(Tick::time);
    if (clock == Windowing.Clock.RECORDED_TIME) {
      return latest(Stream.concat(some.stream().map(Input::recordedAt), ticked), Duration.ZERO);
    }
    Stream<Instant> times =
        some.stream()
            .filter(Input::movesTime)
            .map(
                input ->
                    Stream.of(input.occurredAt(), input.recordedAt().plus(maxAhead))
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
    return latest(Stream.concat(times, ticked), delay);
  }

  private static long latest(Stream<Instant> times, Duration behind) {
    return times
        .max(Comparator.naturalOrder())
        .map(time -> micros(time.minus(behind)))
        .orElse(Long.MIN_VALUE);
  }

  /** Also of those that are not full. */
  private record InBatch(long number, Tuple group, List<Tuple> rows, long last) {}

  private void batches(Plan.Aggregate plan, List<Arrival> arrivals) {
    Windowing.Batch window = (Windowing.Batch) plan.window().orElseThrow();
    for (InBatch batch : batches(plan, window)) {
      if (batch.last > 0) {
        arrivals.add(new Arrival(batch.last, row(plan, batch)));
      }
    }
  }

  private static Tuple row(Plan.Aggregate plan, InBatch batch) {
    return batch.group.plus(batch.number).plus(results(plan.aggregations(), batch.rows));
  }

  private List<InBatch> batches(Plan.Aggregate plan, Windowing.Batch window) {
    Map<Tuple, List<Arrival>> scopes = new LinkedHashMap<>();
    for (Arrival each : arrivals(plan.input())) {
      Tuple scope =
          window.scope() == Plan.Scope.ALL ? Tuple.EMPTY : picked(each.row, plan.groups());
      scopes.computeIfAbsent(scope, key -> new ArrayList<>()).add(each);
    }
    List<InBatch> batches = new ArrayList<>();
    for (List<Arrival> scope : scopes.values()) {
      for (int from = 0; from < scope.size(); from += window.size()) {
        List<Arrival> some = scope.subList(from, Math.min(scope.size(), from + window.size()));
        long last = some.size() == window.size() ? some.get(some.size() - 1).position : 0;
        long number = from / window.size();
        Map<Tuple, List<Tuple>> groups = new LinkedHashMap<>();
        some.forEach(
            each ->
                groups
                    .computeIfAbsent(picked(each.row, plan.groups()), key -> new ArrayList<>())
                    .add(each.row));
        groups.forEach((group, rows) -> batches.add(new InBatch(number, group, rows, last)));
      }
    }
    return batches;
  }

  private void over(Plan.Over plan, List<Arrival> result) {
    Map<Tuple, List<Arrival>> groups = new LinkedHashMap<>();
    for (Arrival each : arrivals(plan.input())) {
      if (time(plan).isEmpty() || each.row.get(time(plan).getAsInt()) != null) {
        Tuple group = picked(each.row, plan.groups());
        Tuple scope =
            plan.order() instanceof Plan.Order.OfLog log && log.scope() == Plan.Scope.ALL
                ? Tuple.EMPTY
                : group;
        List<Arrival> so = groups.computeIfAbsent(scope, key -> new ArrayList<>());
        if (!(plan.order() instanceof Plan.Order.OfTime order
            && order.isLateLeftOut()
            && isLate(order, each, so))) {
          so.add(each);
        }
      }
    }
    for (List<Arrival> group : groups.values()) {
      if (plan.order() instanceof Plan.Order.OfTime order) {
        group.sort(Comparator.comparing(each -> (Instant) each.row.get(order.time())));
      }
      for (int i = 0; i < group.size(); i++) {
        Arrival each = group.get(i);
        if (!(plan.order() instanceof Plan.Order.OfTime order)
            || isThere(
                order.emission(), micros(each.row.get(order.time())), Windowing.Clock.EVENT_TIME)) {
          Tuple sums = results(plan.aggregations(), frame(plan, group, i));
          result.add(new Arrival(each.position, each.row.plus(sums)));
        }
      }
    }
    // Within one event in the order of the input, whatever the group.
    List<Tuple> order = new ArrayList<>(new LinkedHashSet<>(rows(plan.input())));
    result.sort(
        Comparator.comparingInt(
            each ->
                order.indexOf(
                    picked(each.row, IntStream.range(0, plan.input().width()).boxed().toList()))));
  }

  private static OptionalInt time(Plan.Over plan) {
    if (plan.order() instanceof Plan.Order.OfTime order) {
      return OptionalInt.of(order.time());
    }
    return ((Plan.Order.OfLog) plan.order()).frame() instanceof Frame.Queue queue
        ? OptionalInt.of(queue.time())
        : OptionalInt.empty();
  }

  /** Whether a row of its time or later was there before it. */
  private boolean isLate(Plan.Order.OfTime order, Arrival row, List<Arrival> before) {
    long then = watermark(row.position - 1, row.position, Windowing.Clock.EVENT_TIME);
    long now = watermark(row.position, Windowing.Clock.EVENT_TIME);
    return before.stream()
        .filter(each -> micros(each.row.get(order.time())) >= micros(row.row.get(order.time())))
        .anyMatch(
            each ->
                micros(each.row.get(order.time())) <= (each.position == row.position ? now : then));
  }

  /** The rows that are in a queue when one of them has come, in which each goes through. */
  private static List<Tuple> queue(Plan.Over plan, List<Arrival> all, int index) {
    List<Tuple> queue = new ArrayList<>();
    for (int i = 0; i <= index; i++) {
      Tuple row = all.get(i).row;
      while (!queue.isEmpty() && hasLeft(plan, queue, row)) {
        queue.remove(0);
      }
      queue.add(row);
    }
    Tuple group = picked(all.get(index).row, plan.groups());
    return queue.stream().filter(row -> picked(row, plan.groups()).equals(group)).toList();
  }

  private static boolean hasLeft(Plan.Over plan, List<Tuple> queue, Tuple row) {
    Frame.OfLog frame = ((Plan.Order.OfLog) plan.order()).frame();
    if (frame instanceof Frame.Rows rows) {
      return queue.size() > rows.preceding();
    }
    Frame.Range range = ((Frame.Queue) frame).range();
    int time = ((Frame.Queue) frame).time();
    long before = micros(row.get(time)) - micros(queue.get(0).get(time));
    return range.isFromIncluded() ? before > range.preceding() : before >= range.preceding();
  }

  private static List<Tuple> frame(Plan.Over plan, List<Arrival> group, int index) {
    if (!(plan.order() instanceof Plan.Order.OfTime order)) {
      return queue(plan, group, index);
    }
    List<Tuple> frame = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      Tuple row = group.get(i).row;
      boolean isIn;
      if (order.frame() instanceof Frame.Rows rows) {
        isIn = i <= index && index - i <= (long) rows.preceding();
      } else {
        Frame.Range range = (Frame.Range) order.frame();
        long before =
            micros(group.get(index).row.get(order.time())) - micros(row.get(order.time()));
        isIn =
            before >= 0
                && (range.isFromIncluded()
                    ? before <= range.preceding()
                    : before < range.preceding());
      }
      if (isIn) {
        frame.add(row);
      }
    }
    return frame;
  }

  private List<Tuple> top(Plan.Top plan) {
    Comparator<Tuple> order = Comparator.comparing(row -> 0);
    for (Plan.SortKey key : plan.order()) {
      Comparator<Comparable<Object>> natural = Comparator.naturalOrder();
      Comparator<Comparable<Object>> directed = key.isDescending() ? natural.reversed() : natural;
      order =
          order.thenComparing(
              row -> value(row, key.column()),
              key.isNullFirst() ? Comparator.nullsFirst(directed) : Comparator.nullsLast(directed));
    }
    List<Integer> ties =
        Stream.concat(
                plan.input().key().stream().flatMap(List::stream),
                IntStream.range(0, plan.input().width()).boxed())
            .toList();
    for (int column : ties) {
      order =
          order.thenComparing(
              row -> value(row, column), Comparator.nullsLast(Comparator.naturalOrder()));
    }
    Map<Tuple, List<Tuple>> groups = new LinkedHashMap<>();
    for (Tuple row : rows(plan.input()).stream().sorted(order).toList()) {
      groups.computeIfAbsent(picked(row, plan.groups()), key -> new ArrayList<>()).add(row);
    }
    return groups.values().stream()
        .flatMap(
            rows ->
                IntStream.range(0, Math.min(rows.size(), plan.limit()))
                    .mapToObj(i -> rows.get(i).plus(i + 1L)))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static Comparable<Object> value(Tuple row, int column) {
    return (Comparable<Object>) row.get(column);
  }

  static Tuple results(List<Aggregation> aggregations, List<Tuple> rows) {
    return Tuple.of(
        aggregations.stream()
            .map(
                aggregation -> {
                  Object state = null;
                  for (Tuple row : rows) {
                    state = aggregation.add(state, row);
                  }
                  return aggregation.result(state);
                })
            .toArray());
  }

  static long micros(Object time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) time);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
