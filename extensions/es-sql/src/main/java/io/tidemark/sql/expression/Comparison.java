package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.ValueOrder;
import io.tidemark.sql.table.SqlType;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Whether two values of one kind are equal, or in which order they are. */
public record Comparison(Relation relation, Expr left, Expr right) implements Expr {
  /** What is asked. */
  public enum Relation {
    /** Equal. */
    EQUAL("="),
    /** Not equal. */
    UNEQUAL("<>"),
    /** Smaller. */
    LESS("<"),
    /** Smaller or equal. */
    AT_MOST("<="),
    /** Larger. */
    GREATER(">"),
    /** Larger or equal. */
    AT_LEAST(">=");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }

    boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case UNEQUAL -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }

    /** What holds of two values if this holds of them the other way round. */
    public Relation mirrored() {
      return switch (this) {
        case EQUAL, UNEQUAL -> this;
        case LESS -> GREATER;
        case AT_MOST -> AT_LEAST;
        case GREATER -> LESS;
        case AT_LEAST -> AT_MOST;
      };
    }

    @Override
    public String toString() {
      return sign;
    }
  }

  @Override
  public SqlType type() {
    return SqlType.BOOLEAN;
  }

  @Override
  public @Nullable Object of(Tuple row) {
    Object a = left.of(row);
    Object b = a == null ? null : right.of(row);
    if (a == null || b == null) {
      return null;
    }
    return relation.holds(ValueOrder.compare(a, b));
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    return "(%s %s %s)".formatted(left.toPostgres(columns), relation, right.toPostgres(columns));
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new Comparison(relation, change.apply(left), change.apply(right));
  }

  @Override
  public String toString() {
    return "(%s %s %s)".formatted(left, relation, right);
  }
}
