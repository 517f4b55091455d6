package io.tidemark.aggregate;

import io.tidemark.aggregate.DecisionOutcome.Failed;
import io.tidemark.aggregate.DecisionOutcome.Stored;
import io.tidemark.aggregate.DecisionOutcome.Unknown;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.EventStore;

/** What the leader of a batch does: waits for its turn, appends the batch and tells everybody. */
record DecisionSender(EventStore store) {
  /**
   * Returns when everybody in the batch has an answer. If it throws, somebody may not have one, and
   * the caller must {@link #abandon} the batch.
   */
  void send(DecisionBatch batch, Lane<?> lane) {
    if (!batch.awaitTurn() || !lane.send(batch)) {
      return; // it was dropped, and everybody in it knows
    }
    DecisionOutcome outcome = append(batch.request(lane.stream()));
    batch.became(outcome);
    if (outcome instanceof Stored) {
      lane.stored(batch);
      batch.tell(outcome);
    } else if (!outcome.isRefusal() || !batch.isShared()) {
      lane.drop(batch);
      batch.tell(outcome);
    } else { // one bad command must not fail those who travel with it
      DecisionOutcome[] outcomes =
          new RefusedBatch(this, batch, lane.stream()).sendInParts(outcome);
      lane.drop(batch);
      batch.tell(outcomes);
    }
  }

  /**
   * Lets go of a batch whatever state it is in, so that nobody waits for a leader who is gone.
   * Calls little, because the stack may be at its end. Whoever has an answer keeps it.
   */
  static void abandon(DecisionBatch batch, Lane<?> lane, Throwable cause) {
    lane.drop(batch);
    if (batch.sentAt() == 0) {
      batch.drop();
    } else {
      batch.tell(batch.isStored() ? batch.became() : new Unknown(cause));
    }
  }

  /** What the store makes of a request. An error of the machine leaves open what the store did. */
  DecisionOutcome append(AppendRequest request) {
    try {
      return new Stored(store.append(request));
    } catch (RuntimeException failure) {
      return new Failed(failure);
    } catch (Throwable error) { // Java does not check what other languages throw
      return new Unknown(error);
    }
  }
}
