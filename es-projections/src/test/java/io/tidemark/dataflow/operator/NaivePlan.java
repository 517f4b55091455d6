package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow.Input;
import io.tidemark.dataflow.Dataflow.Told;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a plan makes of some inputs, made by looking at all of them again and again.
 *
 * @param isEnd whether all windows are closed
 */
record NaivePlan(List<Input> inputs, Duration delay, Duration maxAhead, boolean isEnd) {
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
    if (plan instanceof Plan.TableJoin join && join.moment() == Plan.Moment.NOW) {
      List<Tuple> table = rows(join.table());
      return rows(join.left()).stream().flatMap(row -> joined(join, row, table)).toList();
    }
    return arrivals(plan).stream().map(Arrival::row).toList();
  }

  /** The rows of a plan that takes none back, in the order in which they came. */
  private List<Arrival> arrivals(Plan plan) {
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
    return new NaivePlan(some, delay, maxAhead, false);
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

  private static Tuple picked(Tuple row, List<Integer> columns) {
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
    new NaivePlan(List.of(), Duration.ZERO, Duration.ZERO, true)
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
    return watermark(clock).map(at -> end + age > at).orElse(true);
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

  private void window(
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

  private boolean isThere(Plan.Emission emission, long end, Windowing.Clock clock) {
    if (emission == Plan.Emission.ALWAYS || isEnd) {
      return true;
    }
    return watermark(clock).map(at -> end <= at).orElse(false);
  }

  /** In microseconds; empty as long as there is none. */
  private Optional<Long> watermark(Windowing.Clock clock) {
    if (clock == Windowing.Clock.RECORDED_TIME) {
      return inputs.isEmpty()
          ? Optional.empty()
          : Optional.of(micros(inputs.get(inputs.size() - 1).recordedAt()));
    }
    return inputs.stream()
        .filter(Input::movesTime)
        .map(
            input ->
                Stream.of(input.occurredAt(), input.recordedAt().plus(maxAhead))
                    .min(Comparator.naturalOrder())
                    .orElseThrow())
        .max(Comparator.naturalOrder())
        .map(latest -> micros(latest.minus(delay)));
  }

  private void batches(Plan.Aggregate plan, List<Arrival> arrivals) {
    int size = ((Windowing.Batch) plan.window().orElseThrow()).size();
    Map<Tuple, List<Arrival>> groups = new LinkedHashMap<>();
    for (Arrival each : arrivals(plan.input())) {
      Tuple group = picked(each.row, plan.groups());
      List<Arrival> so = groups.computeIfAbsent(group, key -> new ArrayList<>());
      so.add(each);
      if (so.size() % size == 0) {
        List<Tuple> batch =
            so.subList(so.size() - size, so.size()).stream().map(Arrival::row).toList();
        Tuple row = group.plus(so.size() / size - 1L).plus(results(plan.aggregations(), batch));
        arrivals.add(new Arrival(each.position, row));
      }
    }
  }

  private void over(Plan.Over plan, List<Arrival> result) {
    Map<Tuple, List<Arrival>> groups = new LinkedHashMap<>();
    for (Arrival each : arrivals(plan.input())) {
      if (plan.order() == Plan.Order.POSITION || each.row.get(plan.time()) != null) {
        groups.computeIfAbsent(picked(each.row, plan.groups()), key -> new ArrayList<>()).add(each);
      }
    }
    for (List<Arrival> group : groups.values()) {
      if (plan.order() == Plan.Order.TIME) {
        group.sort(Comparator.comparing(each -> (Instant) each.row.get(plan.time())));
      }
      for (int i = 0; i < group.size(); i++) {
        Arrival each = group.get(i);
        if (plan.order() == Plan.Order.POSITION
            || isThere(
                plan.emission(), micros(each.row.get(plan.time())), Windowing.Clock.EVENT_TIME)) {
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

  private static List<Tuple> frame(Plan.Over plan, List<Arrival> group, int index) {
    List<Tuple> frame = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      Tuple row = group.get(i).row;
      boolean isIn;
      if (plan.frame() instanceof Plan.Frame.Rows rows) {
        isIn = i <= index && index - i <= (long) rows.preceding();
      } else {
        Plan.Frame.Range range = (Plan.Frame.Range) plan.frame();
        long before = micros(group.get(index).row.get(plan.time())) - micros(row.get(plan.time()));
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

  private static Tuple results(List<Aggregation> aggregations, List<Tuple> rows) {
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

  private static long micros(Object time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) time);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
