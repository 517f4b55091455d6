package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import java.util.List;

/** One operator of a plan that is being carried out. */
public interface Node {
  /**
   * What happens to its rows at a step, in an order in which each row that goes is there before.
   * Called once for each step, and so calls its inputs once.
   */
  List<Change> step(Step step);

  /**
   * Tells the state what will be asked for when this event comes.
   *
   * @return the changes that will come of it, as far as they are known without any state
   */
  List<Change> expect(Dataflow.Input event);
}
