package io.tidemark.subscription;

import io.tidemark.RecordedEvent;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import java.util.Optional;
import java.util.UUID;

/** Whether a checkpoint still belongs to a log, and how it is taken. */
public final class CheckpointGuard {
  private CheckpointGuard() {}

  /**
   * The checkpoint after a batch.
   *
   * @throws IllegalArgumentException if the batch does not continue the checkpoint
   */
  public static Checkpoint after(Checkpoint before, EventBatch batch) {
    if (!batch.after().equals(before.place())) {
      throw new IllegalArgumentException(
          "Batch does not continue its checkpoint: expected one after %s, actual after %s"
              .formatted(before.place(), batch.after()));
    }
    LogPlace upTo = batch.upTo();
    return new Checkpoint(before.logId(), upTo.position(), upTo.eventId(), before.epoch());
  }

  /**
   * Refuses a checkpoint that the log does not lead up to.
   *
   * @throws LogRewoundException if it is another log, ends earlier, or has another event there
   */
  public static void requireSameLog(String name, Checkpoint checkpoint, EventStore store) {
    if (!checkpoint.logId().equals(store.logId())) {
      throw new LogRewoundException(
          name, "expected log %s, actual log %s".formatted(checkpoint.logId(), store.logId()));
    }
    if (checkpoint.position() == 0) {
      return;
    }
    Optional<UUID> actual = store.event(checkpoint.position()).map(RecordedEvent::id);
    if (actual.isEmpty()) {
      throw new LogRewoundException(
          name,
          "expected at least %d events, actual %d".formatted(checkpoint.position(), store.head()));
    }
    if (!actual.equals(checkpoint.eventId())) {
      throw new LogRewoundException(
          name,
          "expected event %s at position %d, actual %s"
              .formatted(
                  checkpoint.eventId().map(UUID::toString).orElse("none"),
                  checkpoint.position(),
                  actual.get()));
    }
  }
}
