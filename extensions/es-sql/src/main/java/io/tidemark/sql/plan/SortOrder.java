package io.tidemark.sql.plan;

import io.tidemark.dataflow.Plan;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Literal;
import io.tidemark.sql.scope.ExpressionCompiler;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/**
 * What ORDER BY says. Null is smaller than all values, unless NULLS FIRST or NULLS LAST says
 * otherwise.
 *
 * @param plan the rows, with what they are ordered by
 */
record SortOrder(Plan plan, List<Plan.SortKey> keys) {
  static SortOrder of(
      StatementText text, SqlNodeList list, ExpressionCompiler expressions, Relation relation) {
    List<Expr> computed = new ArrayList<>();
    List<Plan.SortKey> keys = new ArrayList<>();
    for (SqlNode node : list) {
      SqlNode inner = node;
      Boolean isNullFirst = null;
      if (inner.getKind() == SqlKind.NULLS_FIRST || inner.getKind() == SqlKind.NULLS_LAST) {
        isNullFirst = inner.getKind() == SqlKind.NULLS_FIRST;
        inner = ((SqlCall) inner).operand(0);
      }
      boolean isDescending = inner.getKind() == SqlKind.DESCENDING;
      if (isDescending) {
        inner = ((SqlCall) inner).operand(0);
      }
      Expr value = value(text, inner, expressions, relation);
      int index = Plans.indexes(relation.plan(), List.of(value), computed).get(0);
      keys.add(
          new Plan.SortKey(index, isDescending, isNullFirst == null ? !isDescending : isNullFirst));
    }
    return new SortOrder(Plans.append(relation.plan(), computed), keys);
  }

  private static Expr value(
      StatementText text, SqlNode node, ExpressionCompiler expressions, Relation relation) {
    Expr value = expressions.compile(node);
    if (!(value instanceof Literal literal)) {
      return value;
    }
    List<Field> fields = relation.fields();
    if (literal.value() instanceof Long number && number >= 1 && number <= fields.size()) {
      return fields.get(number.intValue() - 1).ref();
    }
    throw text.refuse(
        node, "expected a column or its number from 1 to %d".formatted(fields.size()));
  }
}
