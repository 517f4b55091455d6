package io.tidemark.sql.plan;

import io.tidemark.dataflow.Plan;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.scope.Role;
import java.util.List;
import java.util.Optional;

/**
 * Rows with named columns.
 *
 * @param window windows that the rows are cut into, and that a GROUP BY will make
 * @param ranking places that the rows have, and that a condition on them will make
 */
record Relation(
    Plan plan, List<Field> fields, Optional<WindowTable> window, Optional<Ranking> ranking) {
  Relation(Plan plan, List<Field> fields) {
    this(plan, fields, Optional.empty(), Optional.empty());
  }

  Relation with(Plan other) {
    return new Relation(other, fields, window, ranking);
  }

  /** Under the name of a table. */
  Relation named(String alias) {
    return new Relation(
        plan, fields.stream().map(field -> field.of(alias)).toList(), window, ranking);
  }

  /** That of a column of the plan; NONE of what is computed. */
  Role roleOf(Expr value) {
    return fields.stream()
        .filter(field -> field.ref().equals(value))
        .map(Field::role)
        .findFirst()
        .orElse(Role.NONE);
  }
}
