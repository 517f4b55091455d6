package io.tidemark.sql.scope;

import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.text.StatementText;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;

/** What an expression may have that is not computed of its row alone. */
public interface Computed {
  /** An aggregate without OVER, with or without FILTER. */
  Expr aggregate(SqlCall call);

  /** An aggregate with OVER. */
  Expr over(SqlCall call);

  /** A column that is not found among those of the row; empty if it is looked for there. */
  default Optional<Expr> column(SqlIdentifier column) {
    return Optional.empty();
  }

  /**
   * FIRST or LAST, and what else there is only in MATCH_RECOGNIZE; no parser allows it elsewhere.
   */
  default Expr navigated(SqlCall call) {
    throw new IllegalArgumentException(
        "%s can only be in MATCH_RECOGNIZE".formatted(call.getOperator().getName()));
  }

  /** Neither. */
  public static Computed none(StatementText text, String clause) {
    return new Computed() {
      @Override
      public Expr aggregate(SqlCall call) {
        throw text.refuse(
            call,
            "no aggregate can be in %s; write HAVING, or a query around this one"
                .formatted(clause));
      }

      @Override
      public Expr over(SqlCall call) {
        throw text.refuse(
            call, "no OVER can be in %s; write a query around this one".formatted(clause));
      }
    };
  }
}
