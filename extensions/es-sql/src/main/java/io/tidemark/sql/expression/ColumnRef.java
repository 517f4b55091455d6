package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A column of the row, as it is. */
public record ColumnRef(int index, SqlType type, String name) implements Expr {
  @Override
  public @Nullable Object of(Tuple row) {
    return row.get(index);
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    return columns.apply(index);
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return this;
  }

  /** The place counts, and not the name. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ColumnRef column && column.index == index;
  }

  @Override
  public int hashCode() {
    return index;
  }

  @Override
  public String toString() {
    return name;
  }
}
