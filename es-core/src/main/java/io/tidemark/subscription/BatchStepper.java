package io.tidemark.subscription;

import io.tidemark.PermanentException;
import io.tidemark.RecordedEvent;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a subscriber forward batch by batch. Knows where it is until something goes wrong, and then
 * asks the subscriber again. One thread at a time uses it.
 */
final class BatchStepper {
  private final EventStore store;
  private final Subscriber subscriber;
  private final Subscription subscription;
  private @Nullable Checkpoint checkpoint;

  BatchStepper(EventStore store, Subscriber subscriber, int batchSize) {
    this.store = store;
    this.subscriber = subscriber;
    this.subscription =
        Subscription.of(store, subscriber.query())
            .withName(subscriber.name())
            .withBatchSize(Math.min(batchSize, subscriber.maxBatchSize()));
  }

  /** Reads the checkpoint and checks that it belongs to the log. */
  Checkpoint open() {
    checkpoint = null;
    Checkpoint opened = subscriber.open();
    if (subscriber.isOwner()) {
      opened.requireSameLog(subscriber.name(), store);
    }
    subscription.seek(opened.place());
    checkpoint = opened;
    return opened;
  }

  /** The checkpoint may have been moved by others since. */
  void forget() {
    checkpoint = null;
  }

  /** Applies the next batch, if this one may and there is one in time. */
  Step step(Duration wait) {
    Checkpoint from = checkpoint == null ? open() : checkpoint;
    checkpoint = null;
    if (!subscriber.isOwner()) {
      return new Step(Outcome.STANDING_BY, from, from, 0, Duration.ZERO);
    }
    subscription.seek(from.place());
    EventBatch batch = subscription.next(wait);
    if (batch.upTo().equals(from.place())) {
      Optional<Checkpoint> at = subscriber.idle(from);
      checkpoint = at.orElse(null);
      return new Step(
          at.isPresent() ? Outcome.WAITED : Outcome.OVERTAKEN, from, from, 0, Duration.ZERO);
    }
    long begun = System.nanoTime();
    Optional<Checkpoint> after = apply(from, batch);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    checkpoint =
        batch.events().isEmpty()
            ? after.flatMap(subscriber::idle).orElse(null) // the log moves by events of others
            : after.orElse(null);
    return after
        .map(to -> new Step(Outcome.APPLIED, from, to, countUpTo(batch, to), took))
        .orElseGet(() -> new Step(Outcome.OVERTAKEN, from, from, 0, took));
  }

  /** An event that cannot be handled must not hold up those before it. */
  private Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
    EventBatch rest = batch;
    while (true) {
      try {
        return subscriber.apply(from, rest);
      } catch (EventHandlingException e) {
        rest = before(rest, e);
      } catch (LogRewoundException e) {
        throw e;
      } catch (PermanentException | AssertionError | LinkageError | StackOverflowError e) {
        if (rest.events().isEmpty() || !subscriber.isAtomic()) {
          throw e;
        }
        rest = smaller(rest, e);
      }
    }
  }

  /** A batch that is refused as a whole is halved until the event is found that is to blame. */
  private EventBatch smaller(EventBatch batch, Throwable refusal) {
    List<RecordedEvent> events = batch.events();
    return events.size() == 1
        ? before(batch, new EventHandlingException(subscriber.name(), events.get(0), refusal))
        : batch.before(events.get(events.size() / 2).position());
  }

  /** Only events count: to apply a batch of none would go nowhere, and pass for a success. */
  private static EventBatch before(EventBatch batch, EventHandlingException failure) {
    EventBatch rest = batch.before(failure.position());
    if (rest.events().isEmpty() || failure.position() > batch.upTo().position()) {
      throw failure;
    }
    return rest;
  }

  /** Beyond the batch every position is an event that was gone through. */
  private static int countUpTo(EventBatch batch, Checkpoint to) {
    long beyond = to.position() - batch.upTo().position();
    return beyond >= 0
        ? (int) Math.min(Integer.MAX_VALUE, batch.events().size() + beyond)
        : (int) batch.events().stream().filter(event -> event.position() <= to.position()).count();
  }

  /** What became of one step. */
  enum Outcome {
    APPLIED,
    WAITED,
    OVERTAKEN,
    STANDING_BY
  }

  /**
   * One step.
   *
   * @param to same as from unless a batch was applied
   * @param events how many of them were applied
   */
  record Step(Outcome outcome, Checkpoint from, Checkpoint to, int events, Duration took) {}
}
