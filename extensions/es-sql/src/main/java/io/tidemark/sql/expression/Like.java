package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Whether a text is of a form. */
public record Like(Expr operand, TextForm form) implements Expr {
  /**
   * Of the form in which {@code %} stands for any text and {@code _} for any character.
   *
   * @param escape before which a character stands for itself; none if empty
   * @throws IllegalArgumentException if the escape is not one character, or stands at the end
   */
  public static Like of(Expr operand, String form, String escape) {
    return new Like(operand, new TextForm(form, escape));
  }

  @Override
  public SqlType type() {
    return SqlType.BOOLEAN;
  }

  @Override
  public @Nullable Object of(Tuple row) {
    Object value = operand.of(row);
    return value == null ? null : form.matches((String) value);
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    return "(%s LIKE '%s' ESCAPE '%s')"
        .formatted(
            operand.toPostgres(columns),
            form.form().replace("'", "''"),
            form.escape().replace("'", "''"));
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new Like(change.apply(operand), form);
  }

  @Override
  public String toString() {
    return operand + " LIKE '" + form.form() + "'";
  }
}
