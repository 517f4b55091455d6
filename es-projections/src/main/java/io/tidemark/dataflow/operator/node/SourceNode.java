package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Dataflow.Told;
import io.tidemark.dataflow.Plan;
import java.util.ArrayList;
import java.util.List;

/** Gives what it is told. */
public record SourceNode(Plan.Source plan) implements Node {
  @Override
  public List<Change> step(Step step) {
    return mine(step.told());
  }

  @Override
  public List<Change> expect(Dataflow.Input event) {
    return mine(event.told());
  }

  private List<Change> mine(List<Told> told) {
    if (told.size() == 1 && told.get(0).source() == plan.number()) {
      return List.of(checked(told.get(0).change()));
    }
    List<Change> changes = new ArrayList<>();
    for (Told each : told) {
      if (each.source() == plan.number()) {
        changes.add(checked(each.change()));
      }
    }
    return changes;
  }

  private Change checked(Change change) {
    if (plan.isAppendOnly() && change.count() < 0) {
      throw new IllegalArgumentException(
          "Invalid change of source %d: expected rows that stay, actual %s"
              .formatted(plan.number(), change));
    }
    return change;
  }
}
