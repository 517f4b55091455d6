package io.tidemark.aggregate;

import io.tidemark.EventData;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.store.AppendOutcomeUnknownException;
import io.tidemark.store.AppendResult;
import io.tidemark.store.WrongExpectedVersionException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The events of one command on their way to the store.
 *
 * @param batch what they travel in
 * @param afterVersion version of the stream before them
 * @param events the events
 * @param outcome what became of them; completes once, never exceptionally
 */
record PendingDecision(
    DecisionBatch batch,
    long afterVersion,
    List<EventData> events,
    CompletableFuture<DecisionOutcome> outcome) {

  /** Version of the stream with them. */
  long lastVersion() {
    return afterVersion + events.size();
  }

  /** Whether they came first in their batch, so that their command sends it. */
  boolean leads() {
    return batch.isLedBy(this);
  }

  /**
   * Waits until they are stored, and gives the position of the last one. If they are not, throws an
   * exception that belongs to this caller alone, made on its own thread.
   *
   * @throws SupersededException if they have to be decided again
   */
  long awaitPosition(StreamId stream) {
    DecisionOutcome became = outcome.join();
    if (became instanceof DecisionOutcome.Stored stored) {
      AppendResult result = stored.result();
      return result.firstPosition() + lastVersion() - result.firstVersion();
    }
    if (became instanceof DecisionOutcome.Failed failed) {
      throw batch.isShared() ? ofThisCaller(failed.failure(), stream) : failed.failure();
    }
    if (became instanceof DecisionOutcome.Unknown unknown) {
      throw unknown(stream, unknown.cause());
    }
    throw new SupersededException();
  }

  /** Callers add to what they catch, so they do not get one object; but the same type. */
  private RuntimeException ofThisCaller(RuntimeException shared, StreamId stream) {
    if (shared instanceof AppendOutcomeUnknownException) {
      return unknown(stream, shared);
    }
    if (shared instanceof WrongExpectedVersionException conflict) {
      return new WrongExpectedVersionException(
          stream, conflict.expected(), conflict.actual(), conflict);
    }
    if (shared instanceof StoreUnavailableException unavailable) {
      return new StoreUnavailableException(String.valueOf(unavailable.getMessage()), unavailable);
    }
    return shared; // of a type that a store of somebody else throws
  }

  private AppendOutcomeUnknownException unknown(StreamId stream, Throwable cause) {
    List<UUID> ids = events.stream().map(EventData::id).toList();
    return new AppendOutcomeUnknownException(stream, ids, cause);
  }
}
