package io.tidemark.sql.plan;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Plan;
import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Moves;
import io.tidemark.sql.expression.SqlAggregate;
import io.tidemark.sql.scope.AggregateCalls;
import io.tidemark.sql.scope.Computed;
import io.tidemark.sql.scope.ExpressionCompiler;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.scope.Virtual;
import io.tidemark.sql.table.SqlException;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** OVER: each row with what is added up over rows before it, or with its place. */
final class OverRows {
  private final StatementText text;
  private final Relation input;
  private final OverWindows windows;
  private final ExpressionCompiler arguments;
  private final List<Expr> computed = new ArrayList<>();
  private final List<Summed> sums = new ArrayList<>();
  private @Nullable SqlCall place;

  /** What is added up, and over which rows. */
  private record Summed(OverWindow window, SqlAggregate aggregate, SqlNode node) {}

  OverRows(Compilation compilation, Relation input, SqlNodeList declared) {
    this.text = compilation.text();
    this.input = input;
    this.arguments =
        new ExpressionCompiler(
            text, input.fields(), Computed.none(text, "the argument of an aggregate with OVER"));
    this.windows = new OverWindows(text, input, declared, arguments, compilation.ofRows());
  }

  /** A column of a SELECT, which may be the place of a row in an order. */
  Expr itemOrPlace(SqlNode node, ExpressionCompiler expressions) {
    if (!isPlace(node)) {
      return expressions.compile(node);
    }
    if (place != null) {
      throw text.refuse(node, "expected one ROW_NUMBER() in a SELECT, actual two");
    }
    place = (SqlCall) node;
    return RankedRows.PLACE;
  }

  private static boolean isPlace(SqlNode node) {
    return node.getKind() == SqlKind.OVER
        && ((SqlCall) node).operand(0) instanceof SqlCall call
        && FromCompiler.nameOf(call).equals("ROW_NUMBER");
  }

  Expr over(SqlCall call) {
    SqlNode function = call.operand(0);
    if (!(function instanceof SqlCall aggregate)) {
      throw text.refuse(function, "expected an aggregate before OVER");
    }
    String name = FromCompiler.nameOf(aggregate);
    if (name.equals("RANK") || name.equals("DENSE_RANK") || name.equals("ROW_NUMBER")) {
      throw text.refuse(
          call,
          "expected ROW_NUMBER() OVER (PARTITION BY ... ORDER BY ...) as a column of its own, and WHERE place <= n around it");
    }
    if (name.startsWith("APPROX_")) {
      throw cannotForget(call);
    }
    if (!AggregateCalls.isOne(name) && aggregate.getKind() != SqlKind.FILTER) {
      throw text.refuse(
          call,
          "expected an aggregate such as COUNT, SUM or LAST_VALUE before OVER, actual " + name);
    }
    OverWindow window = windows.of(call.operand(1));
    SqlAggregate made =
        new AggregateCalls(text, arguments, Optional.of(window.place()))
            .of(aggregate, Optional.empty());
    if (made.isSketch()) {
      throw cannotForget(call);
    }
    if (made.kind() == SqlAggregate.Kind.COUNT_DISTINCT) {
      throw text.refuse(
          call, "COUNT(DISTINCT ...) before OVER is not there yet; write it with GROUP BY");
    }
    sums.add(new Summed(window, made, call));
    return new ColumnRef(Virtual.COMPUTED + sums.size() - 1, made.type(), made.toString());
  }

  private SqlException cannotForget(SqlNode node) {
    return text.refuse(
        node, "a sketch cannot forget rows: write it with GROUP BY, or an exact aggregate");
  }

  void requireNone() {
    SqlNode node = place != null ? place : sums.isEmpty() ? null : sums.get(0).node();
    if (node != null) {
      throw text.refuse(
          node, "OVER and GROUP BY are two steps: write the one with GROUP BY as a query in FROM");
    }
  }

  Relation finish(List<SelectItem> items) {
    if (place != null) {
      if (!sums.isEmpty()) {
        throw text.refuse(place, "ROW_NUMBER() and aggregates with OVER need queries of their own");
      }
      return new RankedRows(text, input).of(windows.raw(place.operand(1)), items);
    }
    Map<OverWindow, List<Integer>> bySameWindow = new LinkedHashMap<>();
    for (int i = 0; i < sums.size(); i++) {
      requireRowsThatStay(sums.get(i).node());
      bySameWindow.computeIfAbsent(sums.get(i).window(), window -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> groups =
        bySameWindow.keySet().stream()
            .map(window -> Plans.indexes(input.plan(), window.groups(), computed))
            .toList();
    Plan plan = Plans.append(input.plan(), computed);
    int[] columns = new int[sums.size()];
    int next = 0;
    for (Map.Entry<OverWindow, List<Integer>> entry : bySameWindow.entrySet()) {
      for (int sum : entry.getValue()) {
        columns[sum] = plan.width() + entry.getValue().indexOf(sum);
      }
      plan = over(plan, entry.getKey(), groups.get(next++), entry.getValue());
    }
    return project(plan, items, columns);
  }

  private Plan over(Plan plan, OverWindow window, List<Integer> groups, List<Integer> which) {
    List<Aggregation> aggregations = new ArrayList<>();
    which.forEach(sum -> aggregations.add(sums.get(sum).aggregate()));
    return new Plan.Over(plan, groups, window.order(), aggregations);
  }

  private void requireRowsThatStay(SqlNode node) {
    if (!input.plan().isAppendOnly()) {
      throw text.refuse(
          node,
          "OVER needs rows that stay, such as those of events; not sums, and not a read model");
    }
  }

  private Relation project(Plan plan, List<SelectItem> items, int[] columns) {
    List<Expr> values = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (SelectItem item : items) {
      Expr value =
          Moves.each(
              item.value(),
              column ->
                  column.index() < Virtual.COMPUTED
                      ? column
                      : new ColumnRef(
                          columns[column.index() - Virtual.COMPUTED],
                          column.type(),
                          column.name()));
      fields.add(
          new Field("", item.name(), value.type(), values.size(), input.roleOf(item.value())));
      values.add(value);
    }
    return new Relation(Plans.project(plan, values), fields);
  }
}
