package io.tidemark.dataflow.operator.join;

import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.node.Operators;
import java.util.List;
import java.util.Optional;

/** The columns by which a row is joined. */
public final class JoinKey {
  private final int[] columns;

  JoinKey(List<Integer> columns) {
    this.columns = Operators.columns(columns);
  }

  /** The values by which a row is joined; empty if it equals nothing, as one of them is null. */
  Optional<Tuple> of(Tuple row) {
    Tuple key = row.pick(columns);
    for (int i = 0; i < key.size(); i++) {
      if (key.get(i) == null) {
        return Optional.empty();
      }
    }
    return Optional.of(key);
  }
}
