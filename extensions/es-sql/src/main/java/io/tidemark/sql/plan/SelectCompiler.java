package io.tidemark.sql.plan;

import io.tidemark.dataflow.Plan;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Moves;
import io.tidemark.sql.scope.AggregateCalls;
import io.tidemark.sql.scope.Computed;
import io.tidemark.sql.scope.ExpressionCompiler;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.scope.Virtual;
import io.tidemark.sql.text.NearestName;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/** One SELECT: FROM, WHERE, then either GROUP BY with HAVING or OVER, then its columns. */
final class SelectCompiler {
  private final Compilation compilation;
  private final StatementText text;
  private final FromCompiler from;

  SelectCompiler(Compilation compilation, FromCompiler from) {
    this.compilation = compilation;
    this.text = compilation.text();
    this.from = from;
  }

  Relation select(SqlSelect select, NamedQueries known) {
    SqlNode source = select.getFrom();
    if (source == null) {
      throw text.refuse(select, "expected SELECT ... FROM a table, actual no FROM");
    }
    if (select.getQualify() != null) {
      throw text.refuse(
          select.getQualify(), "QUALIFY is not there; write WHERE in a query around this one");
    }
    Relation relation = where(from.relation(source, known), select.getWhere());
    Relation result = columns(select, relation);
    return select.isDistinct() ? distinct(from.settled(result, select)) : result;
  }

  private Relation where(Relation relation, @Nullable SqlNode where) {
    if (where == null) {
      return relation;
    }
    ExpressionCompiler expressions =
        new ExpressionCompiler(text, relation.fields(), Computed.none(text, "WHERE"));
    Expr condition = expressions.condition(where);
    if (relation.ranking().isPresent()) {
      return RankedRows.limited(text, relation, condition, where);
    }
    Expr ofRows = ofRow(relation, condition, where);
    if (relation.window().filter(WindowTable::dependsOnRows).isPresent()) {
      return new Relation(
          relation.plan(),
          relation.fields(),
          relation.window().map(window -> window.onlyFor(ofRows)),
          Optional.empty());
    }
    return relation.with(Conjuncts.filter(relation.plan(), Conjuncts.of(ofRows)));
  }

  /** Columns of the window as computed of the row alone. */
  private Expr ofRow(Relation relation, Expr value, SqlNode node) {
    return Moves.each(
        value,
        column ->
            !Virtual.isWindow(column.index())
                ? column
                : relation
                    .window()
                    .flatMap(window -> window.ofRow(column.index()))
                    .orElseThrow(
                        () ->
                            text.refuse(
                                node,
                                "%s is known only behind GROUP BY; write HAVING, or a query around this one"
                                    .formatted(column.name()))));
  }

  private Relation columns(SqlSelect select, Relation relation) {
    from.settledRanking(relation, select);
    boolean isGrouped =
        select.getGroup() != null
            || select.getHaving() != null
            || AggregateCalls.isIn(select.getSelectList());
    return isGrouped ? grouped(select, relation) : plain(select, ofRows(select, relation));
  }

  private Relation grouped(SqlSelect select, Relation relation) {
    GroupedRows grouped = new GroupedRows(compilation, relation);
    OverRows over = new OverRows(compilation, relation, select.getWindowList());
    ExpressionCompiler expressions =
        new ExpressionCompiler(text, relation.fields(), computed(grouped, over));
    List<SelectItem> items = items(select, relation, expressions, over);
    Optional<Expr> having = Optional.ofNullable(select.getHaving()).map(expressions::condition);
    over.requireNone();
    return grouped.finish(select, items, having);
  }

  private Relation plain(SqlSelect select, Relation relation) {
    OverRows over = new OverRows(compilation, relation, select.getWindowList());
    ExpressionCompiler expressions =
        new ExpressionCompiler(
            text, relation.fields(), computed(new GroupedRows(compilation, relation), over));
    return over.finish(items(select, relation, expressions, over));
  }

  /** With the columns of the window as those of each row; refused, where other rows make them. */
  private Relation ofRows(SqlSelect select, Relation relation) {
    if (relation.window().isEmpty()) {
      return relation;
    }
    WindowTable window = relation.window().get();
    List<Expr> computed = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Field field : relation.fields()) {
      if (Virtual.isWindow(field.index())) {
        Expr value =
            window
                .ofRow(field.index())
                .orElseThrow(
                    () ->
                        text.refuse(
                            select,
                            "expected GROUP BY %s over %s"
                                .formatted(GroupedRows.columns(window), window.function())));
        fields.add(field.at(relation.plan().width() + computed.size()));
        computed.add(value);
      } else {
        fields.add(field);
      }
    }
    return new Relation(Plans.append(relation.plan(), computed), fields);
  }

  private static Computed computed(GroupedRows grouped, OverRows over) {
    return new Computed() {
      @Override
      public Expr aggregate(SqlCall call) {
        return grouped.aggregate(call);
      }

      @Override
      public Expr over(SqlCall call) {
        return over.over(call);
      }
    };
  }

  private List<SelectItem> items(
      SqlSelect select, Relation relation, ExpressionCompiler expressions, OverRows over) {
    List<SelectItem> items = new ArrayList<>();
    for (SqlNode node : select.getSelectList()) {
      if (node instanceof SqlIdentifier star && star.isStar()) {
        items.addAll(all(star, relation));
      } else {
        SqlNode value = node.getKind() == SqlKind.AS ? ((SqlCall) node).operand(0) : node;
        items.add(
            new SelectItem(
                nameOf(node, items.size()), over.itemOrPlace(value, expressions), value));
      }
    }
    return items;
  }

  private List<SelectItem> all(SqlIdentifier star, Relation relation) {
    String table = star.names.size() > 1 ? star.names.get(0) : "";
    List<SelectItem> items =
        relation.fields().stream()
            .filter(field -> table.isEmpty() || field.isOf(table))
            .map(field -> new SelectItem(field.name(), field.ref(), star))
            .toList();
    if (items.isEmpty()) {
      List<String> names = relation.fields().stream().map(Field::qualifier).distinct().toList();
      throw text.refuse(
          star, "unknown table %s in FROM%s".formatted(table, NearestName.hint(table, names)));
    }
    return items;
  }

  private static String nameOf(SqlNode node, int index) {
    if (node.getKind() == SqlKind.AS) {
      return ((SqlCall) node).operand(1).toString();
    }
    return node instanceof SqlIdentifier identifier
        ? identifier.names.get(identifier.names.size() - 1)
        : "EXPR$" + index;
  }

  private static Relation distinct(Relation relation) {
    List<Expr> values = relation.fields().stream().<Expr>map(Field::ref).toList();
    Plan input = Plans.project(relation.plan(), values);
    Plan plan =
        new Plan.Aggregate(
            input,
            IntStream.range(0, input.width()).boxed().toList(),
            Optional.empty(),
            List.of(),
            Plan.Emission.ALWAYS);
    List<Field> fields = new ArrayList<>();
    relation.fields().forEach(field -> fields.add(field.at(fields.size()).withoutPosition()));
    return new Relation(plan, fields);
  }
}
