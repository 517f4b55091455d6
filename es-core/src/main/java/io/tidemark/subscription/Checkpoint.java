package io.tidemark.subscription;

import io.tidemark.RecordedEvent;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a subscriber got to.
 *
 * @param logId the log it follows
 * @param position everything up to here was handled
 * @param eventId id of the event at that position, by which a rewound log is found out; empty at
 *     position 0
 * @param epoch counts how often the rows were exchanged or the owner changed; whoever read an older
 *     one is fenced off
 */
public record Checkpoint(UUID logId, long position, Optional<UUID> eventId, long epoch) {
  /** Refuses null. */
  public Checkpoint {
    Objects.requireNonNull(logId, "logId");
    Objects.requireNonNull(eventId, "eventId");
  }

  /** The place in the log where it is. */
  public LogPlace place() {
    return new LogPlace(position, eventId);
  }

  /** Before the first event of a log, in the first epoch. */
  public static Checkpoint beginningOf(EventStore store) {
    return new Checkpoint(store.logId(), 0, Optional.empty(), 1);
  }

  /** At the last event that the log has now, in the first epoch. */
  public static Checkpoint headOf(EventStore store) {
    long head = store.head();
    return head == 0
        ? beginningOf(store)
        : new Checkpoint(store.logId(), head, store.event(head).map(RecordedEvent::id), 1);
  }

  /** The one at a later place of the same log, in the same epoch. */
  public Checkpoint at(LogPlace later) {
    return new Checkpoint(logId, later.position(), later.eventId(), epoch);
  }

  /** The same place in another epoch. */
  public Checkpoint inEpoch(long other) {
    return new Checkpoint(logId, position, eventId, other);
  }

  /**
   * The one after a batch.
   *
   * @throws IllegalArgumentException if the batch does not continue it
   */
  public Checkpoint after(EventBatch batch) {
    if (!batch.after().equals(place())) {
      throw new IllegalArgumentException(
          "Batch does not continue its checkpoint: expected one after %s, actual after %s"
              .formatted(place(), batch.after()));
    }
    return at(batch.upTo());
  }

  /**
   * Refuses a log that does not lead up to it.
   *
   * @param name whose checkpoint it is, for the message
   * @throws LogRewoundException if it is another log, ends earlier, or has another event there
   */
  public void requireSameLog(String name, EventStore store) {
    difference(store)
        .ifPresent(
            difference -> {
              throw new LogRewoundException(name, difference);
            });
  }

  /** Whether the log still has what this checkpoint stands behind. */
  public boolean isOfSameLog(EventStore store) {
    return difference(store).isEmpty();
  }

  private Optional<String> difference(EventStore store) {
    if (!logId.equals(store.logId())) {
      return Optional.of("expected log %s, actual log %s".formatted(logId, store.logId()));
    }
    if (position == 0) {
      return Optional.empty();
    }
    Optional<UUID> actual = store.event(position).map(RecordedEvent::id);
    if (actual.isEmpty()) {
      return Optional.of(
          "expected at least %d events, actual %d".formatted(position, store.head()));
    }
    return actual.equals(eventId)
        ? Optional.empty()
        : Optional.of(
            "expected event %s at position %d, actual %s"
                .formatted(eventId.map(UUID::toString).orElse("none"), position, actual.get()));
  }
}
