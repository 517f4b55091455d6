package io.tidemark.sql.expression;

import io.tidemark.dataflow.Expression;
import io.tidemark.sql.table.SqlType;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is computed of one row. Each gives null where SQL gives NULL, and otherwise a value as
 * {@link SqlType#stored} has it. Immutable; equal if they compute the same in the same way. {@code
 * toString} is for people.
 */
public sealed interface Expr extends Expression
    permits Arithmetic,
        Call,
        Case,
        Cast,
        Coalesce,
        ColumnRef,
        Comparison,
        IsNull,
        IsTruth,
        Like,
        Literal,
        Logic,
        Not,
        OneOf,
        TimeShift,
        WindowBegin {
  /** Of its values. */
  SqlType type();

  /**
   * The same for PostgreSQL.
   *
   * @param columns what the columns of the row are called there
   */
  String toPostgres(IntFunction<String> columns);

  /** The same, with what its operands become. */
  Expr withOperands(UnaryOperator<Expr> change);

  /** Whether it is TRUE, and not FALSE or null. */
  static boolean isTrue(@Nullable Object value) {
    return Boolean.TRUE.equals(value);
  }
}
