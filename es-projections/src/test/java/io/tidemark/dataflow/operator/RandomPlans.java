package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Aggregations;
import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow.Input;
import io.tidemark.dataflow.Dataflow.Told;
import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.Lateness;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Plans and events by chance. There are two sources of events, each with a position, an account, a
 * time, an amount and a time of record, and a table with an account and a number.
 */
final class RandomPlans {
  private static final String EVENT = "LSTLT";
  private static final String TABLE = "SL";

  private final Random random;

  RandomPlans(long seed) {
    this.random = new Random(seed);
  }

  /**
   * A plan with the types of its columns: Long, String, Time.
   *
   * @param isOrdered whether rows that come by one event have an order
   */
  record Typed(Plan plan, String types, boolean isOrdered) {
    List<Integer> columns(char type) {
      return IntStream.range(0, types.length())
          .filter(index -> types.charAt(index) == type)
          .boxed()
          .toList();
    }
  }

  /** A Long that is not null, and leaves no rest. */
  record Divisible(int column, long by) implements Expression {
    @Override
    public @Nullable Object of(Tuple row) {
      Object value = row.get(column);
      return value == null ? null : Math.floorMod((Long) value, by) != 0;
    }
  }

  /** A Long times another. */
  record Times(int column, long by) implements Expression {
    @Override
    public @Nullable Object of(Tuple row) {
      Object value = row.get(column);
      return value == null ? null : (Long) value * by;
    }
  }

  Typed plan(int depth) {
    if (depth == 0) {
      return events();
    }
    Typed input = plan(random.nextInt(depth));
    return switch (random.nextInt(16)) {
      case 0 ->
          new Typed(
              new Plan.Filter(input.plan, new Divisible(any(input, 'L'), 2 + random.nextInt(2))),
              input.types,
              input.isOrdered);
      case 1 -> projected(input);
      case 2 -> union(input);
      case 3 -> grouped(input);
      case 4, 5 -> hopping(input);
      case 6 -> random.nextInt(3) == 0 ? aligned(appendOnly(input)) : sessions(appendOnly(input));
      case 7 -> batches(ordered(appendOnly(input)));
      case 8, 9 -> over(appendOnly(input));
      case 10 -> expanded(input);
      case 11 -> random.nextBoolean() ? tableJoin(input) : intervalJoin(appendOnly(input));
      case 12 -> retained(hopping(input));
      case 13 -> matches(ordered(appendOnly(input)));
      default -> top(input);
    };
  }

  private Typed events() {
    return new Typed(
        new Plan.Source(random.nextInt(2), EVENT.length(), Optional.of(List.of(0)), true),
        EVENT,
        true);
  }

  private Typed table() {
    Optional<List<Integer>> key = Optional.of(List.of(0));
    return new Typed(new Plan.Source(2, TABLE.length(), key, false), TABLE, true);
  }

  private Typed appendOnly(Typed input) {
    return input.plan.isAppendOnly() ? input : events();
  }

  private Typed ordered(Typed input) {
    return input.isOrdered ? input : events();
  }

  private int any(Typed input, char type) {
    List<Integer> columns = input.columns(type);
    return columns.get(random.nextInt(columns.size()));
  }

  /** All columns, so that each type is still there, in another order, and some more. */
  private Typed projected(Typed input) {
    List<Expression> columns = new ArrayList<>();
    StringBuilder types = new StringBuilder();
    for (int i = 0; i < input.types.length(); i++) {
      int column = input.types.length() - 1 - i;
      columns.add(Expression.column(column));
      types.append(input.types.charAt(column));
    }
    columns.add(new Times(any(input, 'L'), -1));
    types.append('L');
    return new Typed(new Plan.Project(input.plan, columns), types.toString(), input.isOrdered);
  }

  /** Some rows twice, some not at all. */
  private Typed expanded(Typed input) {
    int column = any(input, 'L');
    return new Typed(
        new Plan.Expand(input.plan, input.types.length(), row -> times(row, column)),
        input.types,
        input.isOrdered);
  }

  private static List<Tuple> times(Tuple row, int column) {
    Object value = row.get(column);
    long times = value == null ? 1 : Math.floorMod((Long) value, 3L);
    return Collections.nCopies((int) times, row);
  }

  private Typed union(Typed input) {
    Plan more = new Plan.Filter(input.plan, new Divisible(any(input, 'L'), 2));
    return new Typed(new Plan.Union(List.of(input.plan, more)), input.types, input.isOrdered);
  }

  private List<Integer> groups(Typed input) {
    List<Integer> groups = new ArrayList<>();
    if (!input.columns('S').isEmpty() && random.nextInt(4) > 0) {
      groups.add(any(input, 'S'));
    }
    if (!input.columns('T').isEmpty() && random.nextInt(5) == 0) {
      groups.add(any(input, 'T'));
    }
    return groups;
  }

  private static String types(Typed input, List<Integer> columns) {
    StringBuilder types = new StringBuilder();
    columns.forEach(column -> types.append(input.types.charAt(column)));
    return types.toString();
  }

  private List<Aggregation> aggregations(Typed input) {
    Expression argument = Expression.column(any(input, 'L'));
    List<Aggregation> all =
        List.of(
            Aggregations.count(),
            Aggregations.count(argument),
            Aggregations.sumOfLongs(argument),
            Aggregations.averageOfLongs(argument),
            Aggregations.countDistinct(argument, 1_000),
            Aggregations.min(argument),
            Aggregations.max(argument));
    List<Aggregation> some = new ArrayList<>(List.of(all.get(random.nextInt(all.size()))));
    if (random.nextBoolean()) {
      some.add(all.get(random.nextInt(all.size())));
    }
    return some;
  }

  private Plan.Emission emission() {
    return random.nextInt(3) == 0 ? Plan.Emission.ALWAYS : Plan.Emission.CLOSED;
  }

  private Windowing.Clock clock() {
    return random.nextInt(3) == 0 ? Windowing.Clock.RECORDED_TIME : Windowing.Clock.EVENT_TIME;
  }

  private Typed grouped(Typed input) {
    List<Integer> groups = groups(input);
    List<Aggregation> aggregations = aggregations(input);
    return new Typed(
        new Plan.Aggregate(
            input.plan, groups, Optional.empty(), aggregations, Plan.Emission.ALWAYS),
        types(input, groups) + "L".repeat(aggregations.size()),
        true);
  }

  private Typed windowed(Typed input, Windowing window, String columns) {
    List<Integer> groups = groups(input);
    List<Aggregation> aggregations = aggregations(input);
    return new Typed(
        new Plan.Aggregate(input.plan, groups, Optional.of(window), aggregations, emission()),
        types(input, groups) + columns + "L".repeat(aggregations.size()),
        true);
  }

  private Typed hopping(Typed some) {
    List<Windowing.Anchor> anchors = List.of(Windowing.Anchor.values());
    Windowing.Anchor anchor =
        random.nextBoolean() ? Windowing.Anchor.EPOCH : anchors.get(random.nextInt(anchors.size()));
    Lateness late = lateness(Lateness.Kind.values());
    Typed input = anchor.isRow() || late.kind() != Lateness.Kind.CORRECTED ? told(some) : some;
    if (input.columns('T').isEmpty()) {
      return hopping(events());
    }
    long advance = 1 + random.nextLong(6);
    long size = random.nextBoolean() ? advance : advance + random.nextLong(10);
    long offset = random.nextLong(advance);
    return windowed(
        input,
        new Windowing.Hopping(any(input, 'T'), size, advance, offset, clock(), anchor, late),
        "TT");
  }

  private Typed retained(Typed windows) {
    Plan.Aggregate plan = (Plan.Aggregate) windows.plan;
    Windowing window = plan.window().orElseThrow();
    if (!((Windowing.Hopping) window).isPlain()) {
      return windows;
    }
    boolean isTakenBack = !plan.input().isAppendOnly() || random.nextBoolean();
    return new Typed(
        new Plan.Retained(plan, 1 + random.nextLong(20), isTakenBack),
        windows.types,
        windows.isOrdered);
  }

  /** Rows that stay and come in an order: what hangs on the order of the log needs both. */
  private Typed told(Typed input) {
    return ordered(appendOnly(input));
  }

  private Lateness lateness(Lateness.Kind... kinds) {
    Lateness.Kind kind = random.nextBoolean() ? kinds[0] : kinds[random.nextInt(kinds.length)];
    boolean hasGrace = kind == Lateness.Kind.LEFT_OUT || kind == Lateness.Kind.FINAL;
    return new Lateness(kind, hasGrace ? random.nextLong(3) * random.nextLong(5) : 0);
  }

  private Typed sessions(Typed some) {
    Lateness late = lateness(Lateness.Kind.CORRECTED, Lateness.Kind.LEFT_OUT, Lateness.Kind.FINAL);
    Typed input = late.kind() != Lateness.Kind.CORRECTED ? told(some) : some;
    if (input.columns('T').isEmpty()) {
      return sessions(events());
    }
    return windowed(
        input, new Windowing.Session(any(input, 'T'), 1 + random.nextLong(5), clock(), late), "TT");
  }

  private Typed aligned(Typed input) {
    if (input.columns('T').isEmpty()) {
      return aligned(events());
    }
    Lateness late = lateness(Lateness.Kind.CORRECTED, Lateness.Kind.LEFT_OUT, Lateness.Kind.FINAL);
    return windowed(
        input,
        new Windowing.Aligned(
            any(input, 'T'),
            random.nextLong(8),
            1 + random.nextInt(2) * random.nextLong(3),
            clock(),
            random.nextInt(3) == 0,
            late),
        "TT");
  }

  private Typed batches(Typed input) {
    boolean isShownFilling = random.nextInt(3) == 0;
    return windowed(
        input, new Windowing.Batch(1 + random.nextInt(4), isShownFilling, scope()), "L");
  }

  private Plan.Scope scope() {
    return random.nextInt(3) == 0 ? Plan.Scope.ALL : Plan.Scope.GROUP;
  }

  private Typed over(Typed input) {
    if (input.plan.key().isEmpty() || input.columns('T').isEmpty()) {
      return over(events());
    }
    List<Integer> groups = groups(input);
    List<Aggregation> aggregations = aggregations(input);
    boolean isOfTime = random.nextInt(3) > 0;
    boolean isRange = random.nextBoolean();
    Plan.Emission emission = emission();
    boolean isLateLeftOut = isOfTime && emission == Plan.Emission.CLOSED && random.nextInt(3) == 0;
    boolean isByTimes = isRange && isOfTime && !isLateLeftOut;
    if (!isByTimes && !input.isOrdered) {
      return over(events());
    }
    Plan.Scope scope = isOfTime ? Plan.Scope.GROUP : scope();
    int time = any(input, 'T');
    Plan.Order order;
    if (isRange) {
      Frame.Range range = range();
      order =
          isOfTime
              ? new Plan.Order.OfTime(time, range, emission, isLateLeftOut)
              : new Plan.Order.OfLog(scope, new Frame.Queue(time, range));
    } else {
      Frame.Rows rows = new Frame.Rows(preceding());
      order =
          isOfTime
              ? new Plan.Order.OfTime(time, rows, emission, isLateLeftOut)
              : new Plan.Order.OfLog(scope, rows);
    }
    return new Typed(
        new Plan.Over(input.plan, groups, order, aggregations),
        input.types + "L".repeat(aggregations.size()),
        input.isOrdered);
  }

  private int preceding() {
    return random.nextInt(6) == 0 ? Integer.MAX_VALUE : random.nextInt(7);
  }

  private Frame.Range range() {
    if (random.nextInt(6) == 0) {
      return new Frame.Range(Long.MAX_VALUE, true);
    }
    boolean isFromIncluded = random.nextBoolean();
    return new Frame.Range(random.nextLong(15) + (isFromIncluded ? 0 : 1), isFromIncluded);
  }

  private Typed tableJoin(Typed left) {
    if (left.columns('S').isEmpty()) {
      return tableJoin(events());
    }
    Typed table = random.nextInt(3) == 0 ? grouped(events()) : table();
    if (table.columns('S').isEmpty()) {
      table = table();
    }
    Plan.Moment moment =
        left.plan.isAppendOnly() && random.nextBoolean() ? Plan.Moment.OF_EVENT : Plan.Moment.NOW;
    return new Typed(
        new Plan.TableJoin(
            left.plan,
            table.plan,
            List.of(any(left, 'S')),
            List.of(any(table, 'S')),
            moment,
            random.nextBoolean()),
        left.types + table.types,
        false);
  }

  private Typed intervalJoin(Typed left) {
    if (left.columns('S').isEmpty() || left.columns('T').isEmpty()) {
      return intervalJoin(events());
    }
    Typed right = events();
    long lower = random.nextLong(10) - 6;
    return new Typed(
        new Plan.IntervalJoin(
            left.plan,
            right.plan,
            List.of(any(left, 'S')),
            List.of(any(right, 'S')),
            any(left, 'T'),
            any(right, 'T'),
            lower,
            lower + random.nextLong(8)),
        left.types + right.types,
        false);
  }

  private Typed top(Typed input) {
    List<Plan.SortKey> order =
        List.of(new Plan.SortKey(any(input, 'L'), random.nextBoolean(), random.nextBoolean()));
    List<Integer> groups = groups(input);
    return new Typed(
        new Plan.Top(input.plan, groups, order, 1 + random.nextInt(3)), input.types + "L", true);
  }

  private Typed matches(Typed input) {
    if (input.columns('T').isEmpty()) {
      return matches(events());
    }
    List<Integer> groups = groups(input);
    RandomMatching matching = new RandomMatching(random, input, clock());
    return new Typed(
        new Plan.Matches(input.plan, groups, matching.of(any(input, 'T')), emission()),
        types(input, groups) + "LTTLLL",
        true);
  }

  /** Events, each recorded after the one before, but happening at any time around the epoch. */
  List<Input> events(int count) {
    List<Input> events = new ArrayList<>();
    Map<String, Tuple> table = new LinkedHashMap<>();
    long spread = 5 + random.nextLong(40);
    long drift = random.nextLong(4);
    for (long position = 1; position <= count; position++) {
      Instant occurredAt = time(drift * position + (long) (random.nextGaussian() * spread));
      Instant recordedAt = time(drift * position - 10 + position);
      List<Told> told = new ArrayList<>();
      if (random.nextInt(3) == 0) {
        changeTable(table, told);
      }
      for (int i = random.nextInt(8); i > 3; i -= 3) {
        Instant time = random.nextInt(12) == 0 ? null : occurredAt;
        Tuple row = Tuple.of(position * 2 + i % 2, account(), time, amount(), recordedAt);
        told.add(new Told(random.nextInt(2), Change.added(row)));
      }
      boolean movesTime = random.nextInt(8) > 0;
      events.add(new Input(position, occurredAt, recordedAt, movesTime, told));
    }
    return events;
  }

  private void changeTable(Map<String, Tuple> table, List<Told> told) {
    String account = account();
    Tuple old = table.remove(account);
    if (old != null) {
      told.add(new Told(2, Change.removed(old)));
    }
    if (old == null || random.nextBoolean()) {
      Tuple row = Tuple.of(account, amount());
      table.put(account, row);
      told.add(new Told(2, Change.added(row)));
    }
  }

  private @Nullable String account() {
    int account = random.nextInt(4);
    return account == 3 ? null : String.valueOf((char) ('a' + account));
  }

  private @Nullable Long amount() {
    return random.nextInt(6) == 0 ? null : random.nextLong(9) - 4;
  }

  private static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
