package io.tidemark.sql.plan;

import io.tidemark.dataflow.Plan;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Logic;
import java.util.List;
import java.util.Optional;

/** Conditions that all have to hold. */
final class Conjuncts {
  private Conjuncts() {}

  static List<Expr> of(Expr condition) {
    return condition instanceof Logic logic && logic.isAll()
        ? logic.operands()
        : List.of(condition);
  }

  static Optional<Expr> all(List<Expr> conditions) {
    return conditions.size() > 1
        ? Optional.of(new Logic(true, List.copyOf(conditions)))
        : conditions.stream().findFirst();
  }

  static Plan filter(Plan input, List<Expr> conditions) {
    return all(conditions).<Plan>map(condition -> new Plan.Filter(input, condition)).orElse(input);
  }
}
