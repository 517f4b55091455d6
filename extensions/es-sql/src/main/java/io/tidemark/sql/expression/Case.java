package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The value of the first branch whose condition is TRUE, else another. All are of the type. */
public record Case(List<Branch> branches, Expr otherwise, SqlType type) implements Expr {
  /** What it is if a condition holds. */
  public record Branch(Expr condition, Expr value) {}

  @Override
  public @Nullable Object of(Tuple row) {
    for (Branch branch : branches) {
      if (Expr.isTrue(branch.condition().of(row))) {
        return branch.value().of(row);
      }
    }
    return otherwise.of(row);
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    return branches.stream()
        .map(
            branch ->
                "WHEN %s THEN %s "
                    .formatted(
                        branch.condition().toPostgres(columns), branch.value().toPostgres(columns)))
        .collect(
            Collectors.joining(
                "", "CASE ", "ELSE %s END".formatted(otherwise.toPostgres(columns))));
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    List<Branch> changed =
        branches.stream()
            .map(each -> new Branch(change.apply(each.condition()), change.apply(each.value())))
            .toList();
    return new Case(changed, change.apply(otherwise), type);
  }

  @Override
  public String toString() {
    return branches.stream()
        .map(branch -> "WHEN %s THEN %s ".formatted(branch.condition(), branch.value()))
        .collect(Collectors.joining("", "CASE ", "ELSE %s END".formatted(otherwise)));
  }
}
