package io.tidemark.sql.plan;

import io.tidemark.dataflow.Plan;
import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.expression.Comparison;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Literal;
import io.tidemark.sql.expression.Moves;
import io.tidemark.sql.scope.Computed;
import io.tidemark.sql.scope.ExpressionCompiler;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.scope.Virtual;
import io.tidemark.sql.table.SqlType;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWindow;

/**
 * The first rows of each group: ROW_NUMBER() in a query, and a condition on it in the query around
 * that.
 */
final class RankedRows {
  /** The place of a row, before there is one. */
  static final ColumnRef PLACE = new ColumnRef(Virtual.PLACE, SqlType.BIGINT, "ROW_NUMBER()");

  private final StatementText text;
  private final Relation input;

  RankedRows(StatementText text, Relation input) {
    this.text = text;
    this.input = input;
  }

  /** Rows with a place, which is not yet limited. */
  Relation of(SqlWindow window, List<SelectItem> items) {
    if (window.getOrderList().isEmpty()) {
      throw text.refuse(
          window, "ROW_NUMBER() needs an order: OVER (PARTITION BY k ORDER BY v DESC)");
    }
    ExpressionCompiler expressions =
        new ExpressionCompiler(text, input.fields(), Computed.none(text, "OVER"));
    List<Expr> values = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (SelectItem item : items) {
      boolean isPlace = item.value().equals(PLACE);
      fields.add(
          new Field(
              "",
              item.name(),
              item.value().type(),
              isPlace ? Virtual.PLACE : values.size(),
              input.roleOf(item.value())));
      if (!isPlace) {
        values.add(item.value());
      }
    }
    List<Expr> groups = window.getPartitionList().stream().map(expressions::compile).toList();
    SortOrder order = SortOrder.of(text, window.getOrderList(), expressions, input);
    List<Integer> groupIndexes = new ArrayList<>();
    groups.forEach(group -> groupIndexes.add(indexOf(group, values)));
    List<Plan.SortKey> keys = new ArrayList<>();
    for (Plan.SortKey key : order.keys()) {
      Expr column = new ColumnRef(key.column(), SqlType.NULL, "");
      keys.add(new Plan.SortKey(indexOf(column, values), key.isDescending(), key.isNullFirst()));
    }
    addKey(order.plan(), values);
    Plan plan = Plans.project(order.plan(), values);
    Ranking ranking = new Ranking(groupIndexes, keys);
    return new Relation(plan, fields, Optional.empty(), Optional.of(ranking));
  }

  private static int indexOf(Expr value, List<Expr> values) {
    if (!values.contains(value)) {
      values.add(value);
    }
    return values.indexOf(value);
  }

  /** Rows that are equal in the order are told apart by their key. */
  private static void addKey(Plan plan, List<Expr> values) {
    plan.key()
        .ifPresent(
            key -> key.forEach(index -> indexOf(new ColumnRef(index, SqlType.NULL, ""), values)));
  }

  /** Rows whose place a condition limits. */
  static Relation limited(StatementText text, Relation ranked, Expr condition, SqlNode where) {
    Ranking ranking = ranked.ranking().orElseThrow();
    long limit = Long.MAX_VALUE;
    for (Expr each : Conjuncts.of(condition)) {
      limit = Math.min(limit, limit(each));
    }
    if (limit >= Integer.MAX_VALUE) {
      throw text.refuse(where, "ROW_NUMBER() needs WHERE place <= n here, to be limited");
    }
    int places = (int) Math.max(1, limit);
    int place = ranked.plan().width();
    Plan top = new Plan.Top(ranked.plan(), ranking.groups(), ranking.order(), places);
    List<Expr> rest =
        Conjuncts.of(condition).stream()
            .filter(each -> !isImplied(each, places))
            .map(each -> Moves.each(each, column -> at(column, place)))
            .toList();
    List<Field> fields =
        ranked.fields().stream()
            .map(field -> field.index() == Virtual.PLACE ? field.at(place) : field)
            .toList();
    return new Relation(Conjuncts.filter(top, rest), fields);
  }

  private static Expr at(ColumnRef column, int place) {
    return column.index() == Virtual.PLACE
        ? new ColumnRef(place, column.type(), column.name())
        : column;
  }

  private static boolean isImplied(Expr condition, int places) {
    return condition instanceof Comparison comparison
        && comparison.relation() != Comparison.Relation.EQUAL
        && limit(condition) == places;
  }

  /** The largest place that a condition lets through, if that is all that it says. */
  private static long limit(Expr condition) {
    if (!(condition instanceof Comparison comparison)) {
      return Long.MAX_VALUE;
    }
    boolean isMirrored = comparison.right().equals(PLACE);
    Expr place = isMirrored ? comparison.right() : comparison.left();
    Expr bound = isMirrored ? comparison.left() : comparison.right();
    Comparison.Relation relation =
        isMirrored ? comparison.relation().mirrored() : comparison.relation();
    if (!place.equals(PLACE)
        || !(bound instanceof Literal literal)
        || !(literal.value() instanceof Long number)) {
      return Long.MAX_VALUE;
    }
    return switch (relation) {
      case AT_MOST, EQUAL -> number;
      case LESS -> number - 1;
      default -> Long.MAX_VALUE;
    };
  }
}
