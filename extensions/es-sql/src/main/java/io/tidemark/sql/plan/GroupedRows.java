package io.tidemark.sql.plan;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Windowing;
import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.expression.Comparison;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Literal;
import io.tidemark.sql.expression.SqlAggregate;
import io.tidemark.sql.expression.TimeShift;
import io.tidemark.sql.scope.AggregateCalls;
import io.tidemark.sql.scope.Computed;
import io.tidemark.sql.scope.ExpressionCompiler;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.scope.Role;
import io.tidemark.sql.scope.Virtual;
import io.tidemark.sql.table.SqlException;
import io.tidemark.sql.table.SqlType;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;

/** GROUP BY: a row for each group, or for each group and window. Used by one thread. */
final class GroupedRows {
  private final Compilation compilation;
  private final StatementText text;
  private final Relation input;
  private final AggregateCalls calls;
  private final ExpressionCompiler plain;
  private final List<SqlAggregate> aggregates = new ArrayList<>();

  GroupedRows(Compilation compilation, Relation input) {
    this.compilation = compilation;
    this.text = compilation.text();
    this.input = input;
    List<Field> ofRows = input.fields().stream().filter(field -> field.index() >= 0).toList();
    this.plain =
        new ExpressionCompiler(text, ofRows, Computed.none(text, "the argument of an aggregate"));
    this.calls =
        new AggregateCalls(
            text,
            plain,
            ofRows.stream()
                .filter(field -> field.role() == Role.POSITION)
                .<Expr>map(Field::ref)
                .findFirst());
  }

  /** Of the row that there will be. */
  Expr aggregate(SqlCall call) {
    SqlAggregate aggregate = calls.of(call, input.window().flatMap(WindowTable::membership));
    if (aggregate.isSketch() && !input.plan().isAppendOnly()) {
      throw text.refuse(
          call,
          "a sketch cannot forget, and rows of this FROM go again: write an exact aggregate, or a sketch over events alone, or over events joined with FOR SYSTEM_TIME AS OF");
    }
    if (!aggregates.contains(aggregate)) {
      aggregates.add(aggregate);
    }
    int index = Virtual.COMPUTED + aggregates.indexOf(aggregate);
    return new ColumnRef(index, aggregate.type(), aggregate.toString());
  }

  /** What tells the windows apart in GROUP BY. */
  static String columns(WindowTable window) {
    return window.windowing() instanceof Windowing.Batch ? "batch" : "window_start, window_end";
  }

  Relation finish(SqlSelect select, List<SelectItem> items, Optional<Expr> having) {
    List<Expr> groups = groups(select, items);
    List<Expr> ofRows = groups.stream().filter(group -> !isWindow(group)).distinct().toList();
    Optional<WindowTable> window = window(select, groups, ofRows);
    window.ifPresent(each -> requirePartition(each, ofRows, select));
    List<Expr> computed = new ArrayList<>();
    List<Integer> indexes = Plans.indexes(input.plan(), ofRows, computed);
    Optional<Expr> membership = window.flatMap(WindowTable::membership);
    List<Aggregation> work = new ArrayList<>(aggregates);
    membership.ifPresent(
        condition -> work.add(AggregateCalls.counted(Optional.empty(), Optional.of(condition))));
    Plan.Aggregate plan =
        new Plan.Aggregate(
            Plans.append(input.plan(), computed),
            indexes,
            window.map(WindowTable::windowing),
            work,
            window.isPresent() ? compilation.ofWindows() : Plan.Emission.ALWAYS);
    Rewriting rewriting = new Rewriting(ofRows, plan.groups().size(), plan.windowColumns());
    List<Expr> conditions = new ArrayList<>();
    membership.ifPresent(condition -> conditions.add(isAny(plan.width() - 1)));
    having.ifPresent(
        condition ->
            conditions.add(rewriting.of(condition, Objects.requireNonNull(select.getHaving()))));
    Plan filtered = Conjuncts.filter(plan, conditions);
    return project(filtered, items, rewriting, window);
  }

  private static Expr isAny(int count) {
    return new Comparison(
        Comparison.Relation.GREATER,
        new ColumnRef(count, SqlType.BIGINT, "rows"),
        new Literal(0L, SqlType.BIGINT));
  }

  private Relation project(
      Plan plan, List<SelectItem> items, Rewriting rewriting, Optional<WindowTable> window) {
    List<Expr> values = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (SelectItem item : items) {
      Expr value = rewriting.of(item.value(), item.node());
      Role role =
          isWindow(item.value())
              ? window.map(WindowTable::role).orElse(Role.NONE)
              : timeOnly(input.roleOf(item.value()));
      fields.add(new Field("", item.name(), value.type(), values.size(), role));
      values.add(value);
    }
    return new Relation(Plans.project(plan, values), fields);
  }

  /** A group is not the row of any event, but its time may still be one of the log. */
  private static Role timeOnly(Role role) {
    return role.isTime() ? role : Role.NONE;
  }

  private List<Expr> groups(SqlSelect select, List<SelectItem> items) {
    SqlNodeList list = select.getGroup();
    List<Expr> groups = new ArrayList<>();
    if (list == null) {
      return groups;
    }
    ExpressionCompiler expressions =
        new ExpressionCompiler(text, input.fields(), Computed.none(text, "GROUP BY"));
    for (SqlNode node : list) {
      groups.addAll(group(node, items, expressions));
    }
    return groups;
  }

  private List<Expr> group(SqlNode node, List<SelectItem> items, ExpressionCompiler expressions) {
    if (node.getKind() == SqlKind.GROUPING_SETS
        || node.getKind() == SqlKind.ROLLUP
        || node.getKind() == SqlKind.CUBE) {
      throw text.refuse(
          node, "%s is not there yet; write queries with UNION ALL".formatted(node.getKind()));
    }
    if (node.getKind() == SqlKind.ROW || node instanceof SqlNodeList) {
      List<Expr> all = new ArrayList<>();
      Iterable<SqlNode> nodes =
          node instanceof SqlNodeList list ? list : ((SqlCall) node).getOperandList();
      nodes.forEach(each -> all.addAll(group(each, items, expressions)));
      return all;
    }
    if (node instanceof SqlIdentifier name
        && name.isSimple()
        && input.fields().stream().noneMatch(field -> field.isNamed(name.getSimple()))) {
      Optional<Expr> aliased =
          items.stream()
              .filter(item -> item.name().equalsIgnoreCase(name.getSimple()))
              .map(SelectItem::value)
              .filter(
                  value -> Conjuncts.columns(value).stream().allMatch(i -> i < Virtual.COMPUTED))
              .findFirst();
      if (aliased.isPresent()) {
        return List.of(aliased.get());
      }
    }
    Expr value = expressions.compile(node);
    if (value instanceof Literal) {
      throw text.refuse(node, "expected a column or what is computed of some, actual a constant");
    }
    return List.of(value);
  }

  private static boolean isWindow(Expr value) {
    return value instanceof ColumnRef column && Virtual.isWindow(column.index());
  }

  private Optional<WindowTable> window(SqlSelect select, List<Expr> groups, List<Expr> ofRows) {
    Optional<WindowTable> window = input.window();
    SqlNode place = select.getGroup() == null ? select : select.getGroup();
    for (Expr group : ofRows) {
      if (Conjuncts.columns(group).stream().anyMatch(Virtual::isWindow)) {
        throw text.refuse(
            place,
            "expected columns of the window as they are; compute in a query around this one");
      }
    }
    if (groups.stream().anyMatch(GroupedRows::isWindow) || window.isEmpty()) {
      return window.filter(each -> groups.stream().anyMatch(GroupedRows::isWindow));
    }
    if (window.get().ofRow(Virtual.WINDOW_START).isEmpty()) {
      throw text.refuse(
          place,
          "expected GROUP BY %s over %s".formatted(columns(window.get()), window.get().function()));
    }
    return Optional.empty();
  }

  private void requirePartition(WindowTable window, List<Expr> groups, SqlSelect select) {
    if (!window.dependsOnRows()) {
      return;
    }
    Set<Integer> partition = new TreeSet<>(window.partition());
    Set<Integer> grouped = new TreeSet<>();
    boolean areColumns = groups.stream().allMatch(group -> group instanceof ColumnRef);
    groups.forEach(group -> grouped.addAll(Conjuncts.columns(group)));
    if (!areColumns || !partition.equals(grouped)) {
      throw text.refuse(
          select.getGroup() == null ? select : select.getGroup(),
          "expected the columns of PARTITION BY in %s and no others: GROUP BY %s"
              .formatted(window.function(), String.join(", ", names(partition, window))));
    }
  }

  private List<String> names(Set<Integer> partition, WindowTable window) {
    List<String> names = new ArrayList<>();
    input.fields().stream()
        .filter(field -> partition.contains(field.index()))
        .forEach(field -> names.add(field.name()));
    names.add(columns(window));
    return names;
  }

  /** Values over the rows of the input become values over those of the groups. */
  private final class Rewriting {
    private final List<Expr> groups;
    private final int width;
    private final int windowColumns;

    Rewriting(List<Expr> groups, int width, int windowColumns) {
      this.groups = groups;
      this.width = width;
      this.windowColumns = windowColumns;
    }

    Expr of(Expr value, SqlNode node) {
      int group = groups.indexOf(value);
      if (group >= 0) {
        return new ColumnRef(group, value.type(), value.toString());
      }
      return value instanceof ColumnRef column
          ? column(column, node)
          : value.withOperands(operand -> of(operand, node));
    }

    private Expr column(ColumnRef column, SqlNode node) {
      if (column.index() >= Virtual.COMPUTED) {
        int index = width + windowColumns + column.index() - Virtual.COMPUTED;
        return new ColumnRef(index, column.type(), column.name());
      }
      if (!Virtual.isWindow(column.index()) || windowColumns == 0) {
        throw ungrouped(column, node);
      }
      return switch (column.index()) {
        case Virtual.WINDOW_START, Virtual.BATCH ->
            new ColumnRef(width, column.type(), column.name());
        case Virtual.WINDOW_END -> new ColumnRef(width + 1, column.type(), column.name());
        default ->
            new TimeShift(
                new ColumnRef(width + 1, column.type(), "window_end"),
                0,
                WindowTable.TIME_BEFORE_END);
      };
    }

    private SqlException ungrouped(ColumnRef column, SqlNode node) {
      return text.refuse(
          node,
          "%s differs within a group; write it into GROUP BY, or into an aggregate such as MAX(%s)"
              .formatted(column.name(), column.name()));
    }
  }
}
