package io.tidemark.sql.plan;

import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Plan;
import io.tidemark.sql.expression.Cast;
import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Literal;
import io.tidemark.sql.expression.Typing;
import io.tidemark.sql.scope.Computed;
import io.tidemark.sql.scope.ExpressionCompiler;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.scope.Role;
import io.tidemark.sql.table.SqlTables;
import io.tidemark.sql.table.SqlType;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;

/** Makes a plan of a query, and of the queries within it. */
public final class QueryCompiler {
  private final Compilation compilation;
  private final StatementText text;
  private final FromCompiler from;

  private QueryCompiler(Compilation compilation) {
    this.compilation = compilation;
    this.text = compilation.text();
    this.from = new FromCompiler(compilation, this);
  }

  /**
   * Of a whole statement.
   *
   * @param query what the parser made of it
   * @throws io.tidemark.sql.table.SqlException if it is not one that can be carried out
   */
  public static PlannedQuery plan(
      StatementText text, SqlNode query, SqlTables tables, Optional<Plan.Emission> emission) {
    Compilation compilation = new Compilation(text, tables, emission);
    try {
      QueryCompiler compiler = new QueryCompiler(compilation);
      Relation relation = compiler.query(query, NamedQueries.NONE);
      List<Expr> shown = relation.fields().stream().<Expr>map(Field::ref).toList();
      return new PlannedQuery(
          Plans.project(relation.plan(), shown),
          relation.fields().stream().map(PlannedQuery::column).toList(),
          compilation.sources());
    } catch (IllegalArgumentException | ArithmeticException | ClassCastException e) {
      throw text.refuse(query, e);
    } catch (StackOverflowError e) {
      throw text.refuse(
          query.getParserPosition(), "too many expressions or queries within each other", e);
    }
  }

  /** Rows that are there, with the names of their columns. */
  Relation query(SqlNode node, NamedQueries known) {
    return from.settled(open(node, known), node);
  }

  /** The same, whose places may still have to be limited by the query around it. */
  Relation open(SqlNode node, NamedQueries known) {
    if (node instanceof SqlSelect select) {
      return new SelectCompiler(compilation, from).select(select, known);
    }
    if (node instanceof SqlOrderBy ordered) {
      return ordered(ordered, known);
    }
    if (node instanceof SqlWith with) {
      return with(with, known);
    }
    if (node instanceof SqlCall call && call.getKind() == SqlKind.UNION) {
      return union(call, known);
    }
    throw text.refuse(node, refusal(node));
  }

  private static String refusal(SqlNode node) {
    return switch (node.getKind()) {
      case INTERSECT, EXCEPT -> "%s is not there yet; write a JOIN".formatted(node.getKind());
      case VALUES -> "expected a query of events, actual values";
      default -> "expected SELECT, actual %s; a statement can only read".formatted(node.getKind());
    };
  }

  private Relation with(SqlWith with, NamedQueries known) {
    NamedQueries all = known;
    for (SqlNode node : with.withList) {
      SqlWithItem item = (SqlWithItem) node;
      if (Boolean.TRUE.equals(item.recursive.getValue())) {
        throw text.refuse(item.name, "recursion is not there yet");
      }
      Relation relation = open(item.query, all);
      SqlNodeList names = item.columnList;
      if (names != null && !names.isEmpty()) {
        relation = from.renamed(relation, names.getList());
      }
      all = all.with(item.name.getSimple(), relation);
    }
    return open(with.body, all);
  }

  private Relation union(SqlCall call, NamedQueries known) {
    if (!((SqlSetOperator) call.getOperator()).isAll()) {
      throw text.refuse(
          call,
          "expected UNION ALL; for different rows write SELECT DISTINCT * FROM (... UNION ALL ...)");
    }
    List<SqlNode> branches = new ArrayList<>();
    flatten(call, branches);
    List<Relation> relations = branches.stream().map(each -> query(each, known)).toList();
    Relation first = relations.get(0);
    for (int i = 1; i < relations.size(); i++) {
      requireWidth(branches.get(i), relations.get(i), first.fields().size());
    }
    List<Field> fields = new ArrayList<>();
    for (int column = 0; column < first.fields().size(); column++) {
      fields.add(united(relations, branches, column));
    }
    List<Plan> inputs =
        relations.stream()
            .map(relation -> Plans.project(relation.plan(), cast(relation, fields)))
            .toList();
    return new Relation(new Plan.Union(inputs), fields);
  }

  private static void flatten(SqlNode node, List<SqlNode> branches) {
    if (node instanceof SqlCall call
        && call.getKind() == SqlKind.UNION
        && ((SqlSetOperator) call.getOperator()).isAll()) {
      call.getOperandList().forEach(each -> flatten(each, branches));
    } else {
      branches.add(node);
    }
  }

  private void requireWidth(SqlNode node, Relation relation, int width) {
    if (relation.fields().size() != width) {
      throw text.refuse(
          node,
          "expected %d columns as in the first SELECT, actual %d"
              .formatted(width, relation.fields().size()));
    }
  }

  private Field united(List<Relation> relations, List<SqlNode> branches, int column) {
    Field first = relations.get(0).fields().get(column);
    SqlType type = first.type();
    Role role = first.role();
    for (int i = 1; i < relations.size(); i++) {
      Field other = relations.get(i).fields().get(column);
      SqlType before = type;
      SqlNode place = branches.get(i);
      type =
          Typing.common(type, other.type())
              .orElseThrow(
                  () ->
                      text.refuse(
                          place,
                          "expected %s for column %s as in the first SELECT, actual %s"
                              .formatted(before, first.name(), other.type())));
      role = role == other.role() ? role : Role.NONE;
    }
    return new Field("", first.name(), type, column, role);
  }

  private static List<Expr> cast(Relation relation, List<Field> fields) {
    List<Expr> values = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      values.add(Cast.to(fields.get(i).type(), relation.fields().get(i).ref()));
    }
    return values;
  }

  private Relation ordered(SqlOrderBy node, NamedQueries known) {
    Relation relation = query(node.query, known);
    if (node.offset != null) {
      throw text.refuse(node.offset, "OFFSET is not there yet; skip rows when you read them");
    }
    if (node.fetch == null) {
      throw text.refuse(
          node.orderList.isEmpty() ? node : node.orderList.get(0),
          "rows that go on changing have no order; write LIMIT n behind, or order them when you read them");
    }
    if (node.orderList.isEmpty()) {
      throw text.refuse(node.fetch, "LIMIT needs ORDER BY: which rows are the first?");
    }
    ExpressionCompiler expressions =
        new ExpressionCompiler(text, relation.fields(), Computed.none(text, "ORDER BY"));
    if (!(expressions.compile(node.fetch) instanceof Literal literal)
        || !(literal.value() instanceof Long limit)
        || limit < 1
        || limit > Integer.MAX_VALUE) {
      throw text.refuse(node.fetch, "expected a number of rows from 1");
    }
    SortOrder order = SortOrder.of(text, node.orderList, expressions, relation);
    Plan top = new Plan.Top(order.plan(), List.of(), order.keys(), limit.intValue());
    List<Expr> kept = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Field field : relation.fields()) {
      kept.add(field.ref());
      fields.add(new Field("", field.name(), field.type(), fields.size(), Role.NONE));
    }
    return new Relation(
        new Plan.Project(top, kept.stream().map(QueryCompiler::column).toList()), fields);
  }

  private static Expression column(Expr value) {
    return Expression.column(((ColumnRef) value).index());
  }
}
