package io.tidemark.aggregate;

import io.tidemark.PermanentException;
import io.tidemark.StreamId;
import io.tidemark.aggregate.DecisionOutcome.Failed;
import io.tidemark.aggregate.DecisionOutcome.Stored;
import io.tidemark.aggregate.DecisionOutcome.Superseded;
import io.tidemark.aggregate.DecisionOutcome.Unknown;
import java.util.Arrays;

/**
 * Finds, by halving, the decision for which the store has refused a batch. Those before it are
 * stored on the way, it alone is refused, and those after it have to be made again, because they
 * rest on its events. So one bad command among many costs a few appends, not one for each.
 */
final class RefusedBatch {
  private final DecisionSender sender;
  private final DecisionBatch batch;
  private final StreamId stream;
  private final DecisionOutcome[] outcomes;
  private DecisionOutcome unsent = new Superseded();

  RefusedBatch(DecisionSender sender, DecisionBatch batch, StreamId stream) {
    this.sender = sender;
    this.batch = batch;
    this.stream = stream;
    this.outcomes = new DecisionOutcome[batch.size()];
  }

  /**
   * What became of each decision. Only a {@link PermanentException} is certain to mean that nothing
   * was stored; after another refusal whoever gets no answer is told that it is not known. (If all
   * was stored, the parts are found to be there by their event ids.)
   */
  DecisionOutcome[] sendInParts(DecisionOutcome refusal) {
    if (refusal instanceof Failed failed && !(failed.failure() instanceof PermanentException)) {
      unsent = new Unknown(failed.failure());
    }
    boolean allStored = halve(0, outcomes.length);
    if (!allStored) {
      for (int i = 0; i < outcomes.length; i++) {
        outcomes[i] = outcomes[i] == null ? unsent : outcomes[i];
      }
    }
    return outcomes;
  }

  private boolean halve(int from, int to) {
    int middle = (from + to) >>> 1;
    return send(from, middle) && send(middle, to);
  }

  private boolean send(int from, int to) {
    DecisionOutcome outcome = sender.append(batch.request(stream, from, to));
    boolean isRefusal = outcome.isRefusal();
    if (isRefusal && to - from > 1) {
      return halve(from, to);
    }
    boolean isStored = outcome instanceof Stored;
    boolean saysAll = isStored || isRefusal || unsent instanceof Superseded;
    Arrays.fill(outcomes, from, to, saysAll ? outcome : unsent);
    return isStored;
  }
}
