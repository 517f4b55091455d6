package io.tidemark.sql.match;

import io.tidemark.dataflow.Matching;
import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.SqlAggregate;
import io.tidemark.sql.table.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a match has that is not of one row: so far, or in the end. */
sealed interface MatchValue {
  /** Stands for the rows of all variables. */
  int ALL = -1;

  SqlType type();

  @Nullable Object of(Matching.Matched matched);

  private static List<Tuple> rows(Matching.Matched matched, int variable) {
    return variable == ALL ? matched.rows() : matched.rows(variable);
  }

  /**
   * A value of one row of a variable; null if there is none.
   *
   * @param offset how many rows behind the first, or before the last
   */
  record OfRow(int variable, boolean isFirst, int offset, Expr value) implements MatchValue {
    @Override
    public SqlType type() {
      return value.type();
    }

    @Override
    public @Nullable Object of(Matching.Matched matched) {
      List<Tuple> rows = rows(matched, variable);
      int index = isFirst ? offset : rows.size() - 1 - offset;
      return index < 0 || index >= rows.size() ? null : value.of(rows.get(index));
    }
  }

  /** What the rows of a variable add up to. */
  record Total(int variable, SqlAggregate aggregate) implements MatchValue {
    @Override
    public SqlType type() {
      return aggregate.type();
    }

    @Override
    public @Nullable Object of(Matching.Matched matched) {
      Object state = null;
      for (Tuple row : rows(matched, variable)) {
        state = aggregate.add(state, row);
      }
      return aggregate.result(state);
    }
  }
}
