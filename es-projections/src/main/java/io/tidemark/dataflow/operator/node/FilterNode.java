package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Expression;
import java.util.ArrayList;
import java.util.List;

/** Lets rows pass. */
public record FilterNode(Node input, Expression condition) implements Node {
  @Override
  public List<Change> step(Step step) {
    return passed(input.step(step));
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    return passed(input.expect(event));
  }

  private List<Change> passed(List<Change> changes) {
    if (changes.isEmpty()) {
      return changes;
    }
    List<Change> passed = new ArrayList<>(changes.size());
    for (Change change : changes) {
      if (Boolean.TRUE.equals(condition.of(change.row()))) {
        passed.add(change);
      }
    }
    return passed;
  }
}
