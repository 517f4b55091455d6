package io.tidemark.subscription;

import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a projection forward batch by batch. Knows where it is until something goes wrong, and then
 * asks its target again. One thread uses it.
 */
final class BatchStepper {
  private final EventStore store;
  private final Subscriber target;
  private final Subscription subscription;
  private @Nullable Checkpoint checkpoint;

  BatchStepper(EventStore store, Subscriber target, int batchSize) {
    this.store = store;
    this.target = target;
    this.subscription =
        Subscription.of(store, target.query()).withName(target.name()).batchSize(batchSize);
  }

  /** Reads the checkpoint and checks that it belongs to the log. */
  Checkpoint open() {
    checkpoint = null;
    Checkpoint opened = target.open();
    CheckpointGuard.requireSameLog(target.name(), opened, store);
    subscription.seek(opened.place());
    checkpoint = opened;
    return opened;
  }

  /**
   * Applies the next batch, if there is one in time.
   *
   * @return the checkpoint after it, or the same as before; empty if somebody else was faster
   */
  Optional<Checkpoint> step(Duration wait) {
    Checkpoint from = checkpoint == null ? open() : checkpoint;
    checkpoint = null;
    subscription.seek(from.place());
    EventBatch batch = subscription.next(wait);
    Optional<Checkpoint> after =
        batch.upTo().equals(from.place()) ? Optional.of(from) : apply(from, batch);
    checkpoint = after.orElse(null);
    return after;
  }

  /** An event that cannot be handled must not hold up those before it. */
  private Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
    try {
      return target.apply(from, batch);
    } catch (EventHandlingException e) {
      EventBatch before = batch.before(e.position());
      if (before.events().isEmpty()) {
        throw e;
      }
      return target.apply(from, before);
    }
  }
}
