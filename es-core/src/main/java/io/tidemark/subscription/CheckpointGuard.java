package io.tidemark.subscription;

import io.tidemark.RecordedEvent;
import io.tidemark.store.EventStore;
import java.util.Optional;
import java.util.UUID;

/** Whether a checkpoint still belongs to a log, and how it is taken. */
public final class CheckpointGuard {
  private CheckpointGuard() {}

  /** The checkpoint after a batch. Reads the log only if the batch ends with foreign events. */
  public static Checkpoint after(Checkpoint before, EventBatch batch, EventStore store) {
    int size = batch.events().size();
    Optional<UUID> last =
        size > 0 && batch.events().get(size - 1).position() == batch.upTo()
            ? Optional.of(batch.events().get(size - 1).id())
            : store.event(batch.upTo()).map(RecordedEvent::id);
    return new Checkpoint(before.logId(), batch.upTo(), last, before.epoch());
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
