package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes any number of rows of each. */
public record ExpandNode(Node input, Function<Tuple, List<Tuple>> rows) implements Node {
  @Override
  public List<Change> step(Step step) {
    return expanded(input.step(step));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    return expanded(input.expect(event));
  }

  private List<Change> expanded(List<Change> changes) {
    if (changes.isEmpty()) {
      return changes;
    }
    List<Change> expanded = new ArrayList<>(changes.size());
    for (Change change : changes) {
      for (Tuple row : rows.apply(change.row())) {
        expanded.add(new Change(row, change.count()));
      }
    }
    return expanded;
  }
}
