package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import java.util.ArrayList;
import java.util.List;

/** Gives the changes of its inputs, one input after the other. */
public record UnionNode(List<Node> inputs) implements Node {
  @Override
  public List<Change> step(Step step) {
    List<Change> all = new ArrayList<>();
    for (Node input : inputs) {
      all.addAll(input.step(step));
    }
    return all;
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    List<Change> all = new ArrayList<>();
    for (Node input : inputs) {
      all.addAll(input.expect(event));
    }
    return all;
  }
}
