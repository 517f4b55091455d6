package io.tidemark.sketch.sql;

import io.tidemark.sql.aggregate.AggregateFunction;
import java.util.List;

/** What aggregates are called with behind their first argument. */
final class Arguments {
  private Arguments() {}

  static void require(AggregateFunction function, List<Object> constants, int count) {
    if (constants.size() != count) {
      throw new IllegalArgumentException(
          "expected %s, actual %d arguments".formatted(function.form(), constants.size() + 1));
    }
  }
}
