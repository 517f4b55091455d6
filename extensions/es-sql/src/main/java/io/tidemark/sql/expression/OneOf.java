package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value is one of some constants, none of which is null: found at once, however many
 * there are.
 *
 * @param constants of the type of the operand
 * @param values those of the constants, whose equal ones are in one form
 */
public record OneOf(Expr operand, List<Expr> constants, Set<Object> values) implements Expr {
  /** Copies both. */
  public OneOf {
    constants = List.copyOf(constants);
    values = Set.copyOf(values);
  }

  /**
   * Any of some conditions: as one of these, if all of them ask whether the same value equals a
   * constant.
   */
  public static Expr any(List<Expr> conditions) {
    List<Expr> constants = new ArrayList<>();
    Set<Object> values = new HashSet<>();
    for (Expr condition : conditions) {
      if (!(condition instanceof Comparison each)
          || each.relation() != Comparison.Relation.EQUAL
          || !each.left().equals(((Comparison) conditions.get(0)).left())
          || !isConstant(each.right())) {
        return new Logic(false, conditions);
      }
      Object value = each.right().of(Tuple.EMPTY);
      if (value == null) {
        return new Logic(false, conditions);
      }
      constants.add(each.right());
      values.add(value);
    }
    return new OneOf(((Comparison) conditions.get(0)).left(), constants, values);
  }

  private static boolean isConstant(Expr value) {
    return value instanceof Literal
        || (value instanceof Cast cast && cast.operand() instanceof Literal);
  }

  @Override
  public SqlType type() {
    return SqlType.BOOLEAN;
  }

  @Override
  public @Nullable Object of(Tuple row) {
    Object value = operand.of(row);
    return value == null ? null : (Object) values.contains(value);
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    return constants.stream()
        .map(constant -> constant.toPostgres(columns))
        .collect(Collectors.joining(", ", "(%s IN (".formatted(operand.toPostgres(columns)), "))"));
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new OneOf(change.apply(operand), constants, values);
  }

  @Override
  public String toString() {
    return "%s IN %s".formatted(operand, constants);
  }
}
