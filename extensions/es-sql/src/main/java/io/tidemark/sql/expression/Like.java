package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text is of a form in which {@code %} stands for any text and {@code _} for any
 * character.
 *
 * @param form as it is written
 * @param escape before which a character stands for itself; none if empty
 */
public record Like(Expr operand, String form, String escape, Pattern pattern) implements Expr {
  /**
   * Of this form.
   *
   * @throws IllegalArgumentException if the escape is not one character, or stands at the end
   */
  public static Like of(Expr operand, String form, String escape) {
    if (escape.codePointCount(0, escape.length()) > 1) {
      throw new IllegalArgumentException(
          "expected one character as ESCAPE, actual '%s'".formatted(escape));
    }
    StringBuilder regex = new StringBuilder();
    int[] characters = form.codePoints().toArray();
    for (int i = 0; i < characters.length; i++) {
      String each = Character.toString(characters[i]);
      if (each.equals(escape)) {
        if (++i == characters.length) {
          throw new IllegalArgumentException("expected a character after the ESCAPE, actual none");
        }
        regex.append(Pattern.quote(Character.toString(characters[i])));
      } else {
        regex.append(each.equals("%") ? ".*" : each.equals("_") ? "." : Pattern.quote(each));
      }
    }
    return new Like(operand, form, escape, Pattern.compile(regex.toString(), Pattern.DOTALL));
  }

  @Override
  public SqlType type() {
    return SqlType.BOOLEAN;
  }

  @Override
  public @Nullable Object of(Tuple row) {
    Object value = operand.of(row);
    return value == null ? null : pattern.matcher((String) value).matches();
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    return "(%s LIKE '%s' ESCAPE '%s')"
        .formatted(operand.toPostgres(columns), form.replace("'", "''"), escape.replace("'", "''"));
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new Like(change.apply(operand), form, escape, pattern);
  }

  /** A pattern is not equal to itself made again. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Like like
        && like.operand.equals(operand)
        && like.form.equals(form)
        && like.escape.equals(escape);
  }

  @Override
  public int hashCode() {
    return 31 * operand.hashCode() + form.hashCode();
  }

  @Override
  public String toString() {
    return operand + " LIKE '" + form + "'";
  }
}
