package io.tidemark.sql.plan;

import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.Plan;
import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Literal;
import io.tidemark.sql.scope.ExpressionCompiler;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.scope.Role;
import io.tidemark.sql.text.Intervals;
import io.tidemark.sql.text.NearestName;
import io.tidemark.sql.text.Shown;
import io.tidemark.sql.text.StatementText;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.jspecify.annotations.Nullable;

/** Reads what is in the parentheses of OVER, or behind the name in WINDOW. */
final class OverWindows {
  private static final String EXAMPLE =
      "OVER (PARTITION BY k ORDER BY occurred_at RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT ROW)";

  private final StatementText text;
  private final Relation input;
  private final SqlNodeList declared;
  private final ExpressionCompiler expressions;
  private final Plan.Emission emission;

  /**
   * @param emission when rows are there that hang on the order of time
   */
  OverWindows(
      StatementText text,
      Relation input,
      SqlNodeList declared,
      ExpressionCompiler expressions,
      Plan.Emission emission) {
    this.text = text;
    this.input = input;
    this.declared = declared;
    this.expressions = expressions;
    this.emission = emission;
  }

  /** As it is written, with its name looked up. */
  SqlWindow raw(SqlNode node) {
    if (node instanceof SqlWindow window) {
      if (window.getRefName() != null) {
        throw text.refuse(window, "expected a window of its own, actual one that extends another");
      }
      return window;
    }
    for (SqlNode each : declared) {
      SqlIdentifier name = ((SqlWindow) each).getDeclName();
      if (name != null && name.toString().equalsIgnoreCase(node.toString())) {
        return raw(each);
      }
    }
    List<String> names =
        declared.stream().map(each -> String.valueOf(((SqlWindow) each).getDeclName())).toList();
    throw text.refuse(
        node, "unknown window %s%s".formatted(node, NearestName.hint(node.toString(), names)));
  }

  OverWindow of(SqlNode node) {
    SqlWindow window = raw(node);
    List<Expr> groups = window.getPartitionList().stream().map(expressions::compile).toList();
    Field order = order(window, node);
    requirePlain(window);
    return order.role() == Role.POSITION
        ? byPosition(window, groups, order)
        : byTime(window, groups, order);
  }

  private Field order(SqlWindow window, SqlNode node) {
    SqlNodeList list = window.getOrderList();
    if (list.isEmpty()) {
      throw text.refuse(node, "OVER needs an order, as in " + EXAMPLE);
    }
    if (list.size() > 1) {
      throw text.refuse(
          list.get(1),
          "expected one column in the ORDER BY of OVER; ties are in the order of the log");
    }
    SqlNode by = list.get(0);
    if (by.getKind() == SqlKind.DESCENDING
        || by.getKind() == SqlKind.NULLS_FIRST
        || by.getKind() == SqlKind.NULLS_LAST) {
      throw text.refuse(by, "expected the ascending order of OVER, as in " + EXAMPLE);
    }
    Role role = input.roleOf(expressions.compile(by));
    if (role == Role.NONE) {
      throw text.refuse(
          by,
          "expected ORDER BY `position`, occurred_at or recorded_at in OVER, actual %s: rows can only be added up as the log goes on; for the largest ones write ROW_NUMBER() and WHERE place <= n around it"
              .formatted(Shown.of(by)));
    }
    ColumnRef column = (ColumnRef) expressions.compile(by);
    return new Field("", column.name(), column.type(), column.index(), role);
  }

  private void requirePlain(SqlWindow window) {
    SqlNode lower = window.getLowerBound();
    SqlNode upper = window.getUpperBound();
    if (isFollowing(lower) || isFollowing(upper)) {
      throw text.refuse(
          isFollowing(lower) ? lower : upper,
          "FOLLOWING would wait for rows to come; write ... PRECEDING AND CURRENT ROW");
    }
    if (upper != null && !SqlWindow.isCurrentRow(upper)) {
      throw text.refuse(upper, "expected CURRENT ROW as the end, actual " + Shown.of(upper));
    }
    if (!window.getExclude().toString().equals("EXCLUDE NO OTHER")) {
      throw text.refuse(window, window.getExclude() + " is not there");
    }
  }

  private static boolean isFollowing(@Nullable SqlNode bound) {
    return bound != null
        && (bound.getKind() == SqlKind.FOLLOWING || SqlWindow.isUnboundedFollowing(bound));
  }

  private static boolean isAll(@Nullable SqlNode lower) {
    return lower == null || SqlWindow.isUnboundedPreceding(lower);
  }

  private OverWindow byPosition(SqlWindow window, List<Expr> groups, Field order) {
    SqlNode lower = window.getLowerBound();
    Frame.OfLog frame;
    if (isAll(lower)) {
      frame = new Frame.Rows(Integer.MAX_VALUE);
    } else if (window.isRows()) {
      frame = new Frame.Rows(rows(lower));
    } else {
      throw text.refuse(
          lower,
          "expected ROWS BETWEEN n PRECEDING: positions are no distance; or order by a time");
    }
    return new OverWindow(groups, new Plan.Order.OfLog(Plan.Scope.GROUP, frame), order.ref());
  }

  private OverWindow byTime(SqlWindow window, List<Expr> groups, Field order) {
    SqlNode lower = window.getLowerBound();
    Frame frame;
    if (window.isRows()) {
      frame = new Frame.Rows(isAll(lower) ? Integer.MAX_VALUE : rows(lower));
    } else {
      frame = new Frame.Range(isAll(lower) ? Long.MAX_VALUE : range(lower), true);
    }
    return new OverWindow(
        groups,
        new Plan.Order.OfTime(
            order.index(),
            frame,
            order.role() == Role.RECORDED_TIME ? Plan.Emission.ALWAYS : emission,
            false),
        order.ref());
  }

  private int rows(@Nullable SqlNode lower) {
    SqlNode number = operand(lower);
    if (number != null
        && !(number instanceof SqlIntervalLiteral)
        && expressions.compile(number) instanceof Literal literal
        && literal.value() instanceof Long rows
        && rows >= 0
        && rows < Integer.MAX_VALUE) {
      return rows.intValue();
    }
    throw text.refuse(
        Objects.requireNonNull(lower),
        "expected a number of rows, as in ROWS BETWEEN 9 PRECEDING AND CURRENT ROW");
  }

  private long range(@Nullable SqlNode lower) {
    SqlNode length = operand(lower);
    if (length instanceof SqlIntervalLiteral literal) {
      try {
        Intervals interval = Intervals.of(literal);
        if (interval.months() == 0 && interval.micros() >= 0) {
          return Plans.bounded(text, literal, interval.micros());
        }
      } catch (IllegalArgumentException e) {
        throw text.refuse(literal, e);
      }
    }
    throw text.refuse(
        Objects.requireNonNull(lower),
        "expected a time in days or less, as in RANGE BETWEEN INTERVAL '3' DAY PRECEDING AND CURRENT ROW");
  }

  private static @Nullable SqlNode operand(@Nullable SqlNode lower) {
    if (lower != null && SqlWindow.isCurrentRow(lower)) {
      return null;
    }
    return lower instanceof SqlCall call && call.operandCount() == 1 ? call.operand(0) : null;
  }
}
