package io.tidemark.sql.plan;

import io.tidemark.dataflow.time.Micros;
import io.tidemark.sql.expression.Cast;
import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.expression.Comparison;
import io.tidemark.sql.expression.Comparison.Relation;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Moves;
import io.tidemark.sql.expression.TimeShift;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.table.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a condition says of pairs of rows: equal values, bounds of the time between them, and the
 * rest. The columns of the left row come first.
 */
final class JoinCondition {
  private final int leftWidth;
  private final List<Expr> leftKeys = new ArrayList<>();
  private final List<Expr> rightKeys = new ArrayList<>();
  private final List<Expr> rest = new ArrayList<>();
  private final List<Bound> bounds = new ArrayList<>();

  /** A bound of the time of the right row less that of the left one, in microseconds. */
  record Bound(int leftTime, int rightTime, Relation relation, long micros) {}

  /** Which both columns have these times as theirs, and how far they may be apart. */
  record Times(int leftTime, int rightTime, long lower, long upper) {}

  JoinCondition(List<Expr> conditions, List<Field> fields, int leftWidth) {
    this.leftWidth = leftWidth;
    for (Expr condition : conditions) {
      if (!(condition instanceof Comparison comparison)
          || (!addBound(comparison, fields) && !addKey(comparison))) {
        rest.add(condition);
      }
    }
  }

  /** Values of the left row that are equal to those of {@link #rightKeys}. */
  List<Expr> leftKeys() {
    return leftKeys;
  }

  /** Of the right row alone. */
  List<Expr> rightKeys() {
    return rightKeys;
  }

  /** Conditions that are neither equalities nor bounds. */
  List<Expr> rest() {
    return rest;
  }

  List<Bound> bounds() {
    return bounds;
  }

  /** Null if the time between is not bounded both ways. */
  @Nullable Times times() {
    long lower = Long.MIN_VALUE;
    long upper = Long.MAX_VALUE;
    for (Bound bound : bounds) {
      if (bound.leftTime() != bounds.get(0).leftTime()
          || bound.rightTime() != bounds.get(0).rightTime()) {
        return null;
      }
      long micros = bound.micros();
      switch (bound.relation()) {
        case EQUAL -> {
          lower = Math.max(lower, micros);
          upper = Math.min(upper, micros);
        }
        case AT_LEAST -> lower = Math.max(lower, micros);
        case GREATER -> lower = Math.max(lower, Micros.plus(micros, 1));
        case AT_MOST -> upper = Math.min(upper, micros);
        case LESS -> upper = Math.min(upper, Micros.minus(micros, 1));
        case UNEQUAL -> throw new IllegalStateException("No bound: " + bound);
      }
    }
    return lower == Long.MIN_VALUE || upper == Long.MAX_VALUE
        ? null
        : new Times(bounds.get(0).leftTime(), bounds.get(0).rightTime(), lower, upper);
  }

  private boolean addKey(Comparison comparison) {
    Expr a = comparison.left();
    Expr b = comparison.right();
    if (comparison.relation() != Relation.EQUAL || a instanceof Cast || b instanceof Cast) {
      return isWholeKey(comparison) && addKey(uncast(a), uncast(b));
    }
    return addKey(a, b);
  }

  /** BIGINT and INTEGER have the same values. */
  private static boolean isWholeKey(Comparison comparison) {
    return comparison.relation() == Relation.EQUAL
        && uncast(comparison.left()).type().isWhole()
        && uncast(comparison.right()).type().isWhole();
  }

  private static Expr uncast(Expr value) {
    return value instanceof Cast cast && cast.type().isWhole() ? cast.operand() : value;
  }

  private boolean addKey(Expr a, Expr b) {
    if (isLeft(a) && isRight(b)) {
      leftKeys.add(a);
      rightKeys.add(toRight(b));
      return true;
    }
    if (isRight(a) && isLeft(b)) {
      return addKey(b, a);
    }
    return false;
  }

  private boolean addBound(Comparison comparison, List<Field> fields) {
    if (comparison.relation() == Relation.UNEQUAL
        || !comparison.left().type().equals(SqlType.TIMESTAMP)) {
      return false;
    }
    Expr a = timeOf(comparison.left());
    Expr b = timeOf(comparison.right());
    OptionalLong shiftOfA = shift(comparison.left());
    OptionalLong shiftOfB = shift(comparison.right());
    if (!isTime(a, fields) || !isTime(b, fields) || shiftOfA.isEmpty() || shiftOfB.isEmpty()) {
      return false;
    }
    long difference = Micros.minus(shiftOfB.getAsLong(), shiftOfA.getAsLong());
    int first = ((ColumnRef) a).index();
    int second = ((ColumnRef) b).index();
    if (isRight(a) && isLeft(b)) {
      bounds.add(new Bound(second, first - leftWidth, comparison.relation(), difference));
      return true;
    }
    if (isLeft(a) && isRight(b)) {
      Relation mirrored = comparison.relation().mirrored();
      bounds.add(new Bound(first, second - leftWidth, mirrored, Micros.minus(0, difference)));
      return true;
    }
    return false;
  }

  private static Expr timeOf(Expr value) {
    return value instanceof TimeShift shift ? timeOf(shift.operand()) : value;
  }

  private static OptionalLong shift(Expr value) {
    if (!(value instanceof TimeShift shift)) {
      return OptionalLong.of(0);
    }
    OptionalLong inner = shift(shift.operand());
    return shift.months() != 0 || inner.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Micros.plus(inner.getAsLong(), shift.micros()));
  }

  private static boolean isTime(Expr value, List<Field> fields) {
    return value instanceof ColumnRef column
        && fields.stream()
            .anyMatch(field -> field.index() == column.index() && field.role().isTime());
  }

  private boolean isLeft(Expr value) {
    return !Moves.columns(value).isEmpty()
        && Moves.columns(value).stream().allMatch(index -> index < leftWidth);
  }

  boolean isRight(Expr value) {
    return !Moves.columns(value).isEmpty()
        && Moves.columns(value).stream().allMatch(index -> index >= leftWidth);
  }

  /** A value of the right row alone. */
  Expr toRight(Expr value) {
    return Moves.from(value, 0, -leftWidth);
  }
}
