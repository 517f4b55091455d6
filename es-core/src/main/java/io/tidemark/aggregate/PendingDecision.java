package io.tidemark.aggregate;

import io.tidemark.EventData;
import io.tidemark.store.AppendResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The events of one command on their way to the store.
 *
 * @param batch what they travel in
 * @param afterVersion version of the stream before them
 * @param events the events
 * @param outcome where the whole batch went, or why these events were not stored
 */
record PendingDecision(
    DecisionBatch batch,
    long afterVersion,
    List<EventData> events,
    CompletableFuture<AppendResult> outcome) {

  /** Version of the stream with them. */
  long lastVersion() {
    return afterVersion + events.size();
  }

  /**
   * Waits until they are stored, and gives the position of the last one; throws if they are not.
   */
  long awaitPosition() {
    try {
      AppendResult result = outcome.join();
      return result.firstPosition() + lastVersion() - result.firstVersion();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
