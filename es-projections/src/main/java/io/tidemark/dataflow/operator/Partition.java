package io.tidemark.dataflow.operator;

import static java.util.stream.Collectors.toSet;

import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Aggregate;
import io.tidemark.dataflow.Plan.Expand;
import io.tidemark.dataflow.Plan.Filter;
import io.tidemark.dataflow.Plan.IntervalJoin;
import io.tidemark.dataflow.Plan.Matches;
import io.tidemark.dataflow.Plan.Order.OfLog;
import io.tidemark.dataflow.Plan.Over;
import io.tidemark.dataflow.Plan.Project;
import io.tidemark.dataflow.Plan.Retained;
import io.tidemark.dataflow.Plan.Scope;
import io.tidemark.dataflow.Plan.Source;
import io.tidemark.dataflow.Plan.TableJoin;
import io.tidemark.dataflow.Plan.Top;
import io.tidemark.dataflow.Plan.Union;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.Windowing.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Columns of the rows of a plan that divide the work on them: rows with other values in them have
 * nothing to do with each other, in none of the operators. So each shard can take those whose
 * values are its own through all of them, and remembers nothing of the others. Immutable.
 *
 * @param columns empty if the work cannot be divided
 */
record Partition(List<Integer> columns) {
  static final Partition NONE = new Partition(List.of());

  /** Copies the list. */
  Partition {
    columns = List.copyOf(columns);
  }

  /** By columns that the key of a row determines: so whoever makes a row also takes it back. */
  static Partition of(Plan plan) {
    return new Partition(settled(plan).filter(column -> divides(plan, column)).boxed().toList());
  }

  /** Columns that are always the same in rows with the same key. */
  private static IntStream settled(Plan plan) {
    if (plan.key().isEmpty()) {
      return IntStream.empty();
    }
    if (plan.isAppendOnly()) {
      return IntStream.range(0, plan.width());
    }
    if (plan instanceof Over over) {
      return IntStream.range(0, over.input().width());
    }
    if (plan instanceof Filter || plan instanceof Top) {
      return settled(plan.inputs().get(0));
    }
    if (plan instanceof Project project) {
      Set<Integer> below = settled(project.input()).boxed().collect(toSet());
      return IntStream.range(0, project.width())
          .filter(
              index ->
                  project.columns().get(index) instanceof Expression.Column same
                      && below.contains(same.index()));
    }
    return plan.key().get().stream().mapToInt(Integer::intValue);
  }

  boolean isNone() {
    return columns.isEmpty();
  }

  /** Whether what a plan does to a row hangs on that row alone. */
  static boolean isStateless(Plan plan) {
    boolean isPlain =
        plan instanceof Source
            || plan instanceof Filter
            || plan instanceof Project
            || plan instanceof Expand
            || plan instanceof Union;
    return isPlain && plan.inputs().stream().allMatch(Partition::isStateless);
  }

  private static boolean divides(Plan plan, int column) {
    if (isStateless(plan)) {
      return true;
    }
    List<Integer> below = below(plan, column);
    for (int i = 0; i < below.size(); i++) {
      if (!divides(plan.inputs().get(i), below.get(i))) {
        return false;
      }
    }
    return !below.isEmpty();
  }

  /** The same of each input of a plan, which must not be stateless. */
  List<Partition> ofInputs(Plan plan) {
    List<Partition> partitions = new ArrayList<>();
    for (int i = 0; i < plan.inputs().size(); i++) {
      int input = i;
      partitions.add(
          isNone()
              ? NONE
              : new Partition(
                  columns.stream().map(column -> below(plan, column).get(input)).toList()));
    }
    return partitions;
  }

  /** In which column of each input of a plan a column comes; none if not in each, or computed. */
  private static List<Integer> below(Plan plan, int column) {
    if (plan instanceof Filter || plan instanceof Retained) {
      return List.of(column);
    }
    if (plan instanceof Project project) {
      return project.columns().get(column) instanceof Expression.Column same
          ? List.of(same.index())
          : List.of();
    }
    if (plan instanceof Union union) {
      return union.inputs().stream().map(input -> column).toList();
    }
    OptionalInt place = inGroup(plan, column);
    if (place.isEmpty()) {
      return List.of();
    }
    if (plan instanceof TableJoin join) {
      return both(join.leftKeys(), join.tableKeys(), place.getAsInt());
    }
    if (plan instanceof IntervalJoin join) {
      return both(join.leftKeys(), join.rightKeys(), place.getAsInt());
    }
    return List.of(groups(plan).get(place.getAsInt()));
  }

  private static List<Integer> both(List<Integer> left, List<Integer> right, int place) {
    return List.of(left.get(place), right.get(place));
  }

  /** Where these columns are among the values under which an operator remembers. */
  int[] inGroups(Plan plan) {
    return columns.stream()
        .map(column -> inGroup(plan, column))
        .filter(OptionalInt::isPresent)
        .mapToInt(OptionalInt::getAsInt)
        .toArray();
  }

  private static OptionalInt inGroup(Plan plan, int column) {
    if (plan
        instanceof TableJoin join) { // columns of a table are null where a left join finds none
      return joined(join.leftKeys(), join.tableKeys(), join.left(), column, !join.isLeft());
    }
    if (plan instanceof IntervalJoin join) {
      return joined(join.leftKeys(), join.rightKeys(), join.left(), column, true);
    }
    List<Integer> groups = groups(plan);
    if (plan instanceof Aggregate || plan instanceof Matches) { // whose rows begin with them
      return column < groups.size() ? OptionalInt.of(column) : OptionalInt.empty();
    }
    return place(groups, column);
  }

  private static OptionalInt joined(
      List<Integer> left, List<Integer> right, Plan input, int column, boolean isRightToo) {
    if (column < input.width()) {
      return place(left, column);
    }
    return isRightToo ? place(right, column - input.width()) : OptionalInt.empty();
  }

  private static OptionalInt place(List<Integer> columns, int column) {
    int place = columns.indexOf(column);
    return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
  }

  /** By which columns an operator has rows that have nothing to do with each other. */
  private static List<Integer> groups(Plan plan) {
    if (isOfAllGroups(plan)) {
      return List.of();
    }
    if (plan instanceof Aggregate aggregate) {
      return aggregate.groups();
    }
    if (plan instanceof Matches matches) {
      return matches.groups();
    }
    return plan instanceof Over over
        ? over.groups()
        : plan instanceof Top top ? top.groups() : List.of();
  }

  /** Whether a window is of all groups, although what is added up is of one. */
  private static boolean isOfAllGroups(Plan plan) {
    if (plan instanceof Over over) {
      return over.order() instanceof OfLog log && log.scope() == Scope.ALL;
    }
    return plan instanceof Aggregate aggregate
        && aggregate.window().filter(Partition::isOfAllGroups).isPresent();
  }

  private static boolean isOfAllGroups(Windowing window) {
    if (window instanceof Windowing.Batch batch) {
      return batch.scope() == Scope.ALL;
    }
    return window instanceof Windowing.Hopping hopping && hopping.anchor() == Anchor.FIRST_OF_ALL;
  }
}
