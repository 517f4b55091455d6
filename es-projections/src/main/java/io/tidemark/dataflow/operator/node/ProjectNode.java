package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes other columns. */
public record ProjectNode(Node input, List<Expression> columns) implements Node {
  @Override
  public List<Change> step(Step step) {
    return projected(input.step(step));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    return projected(input.expect(event));
  }

  private List<Change> projected(List<Change> changes) {
    if (changes.isEmpty()) {
      return changes;
    }
    List<Change> projected = new ArrayList<>(changes.size());
    for (Change change : changes) {
      projected.add(new Change(projected(change.row()), change.count()));
    }
    return projected;
  }

  private Tuple projected(Tuple row) {
    @Nullable Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.get(i).of(row);
    }
    return Tuple.of(values);
  }
}
