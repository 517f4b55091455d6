package io.tidemark.subscription;

import io.tidemark.store.LogPlace;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a projection got to.
 *
 * @param logId the log it follows
 * @param position everything up to here is in its rows
 * @param eventId id of the event at that position, by which a rewound log is found out; empty at
 *     position 0
 * @param epoch counts how often its rows were exchanged; whoever read an older one is fenced off
 */
public record Checkpoint(UUID logId, long position, Optional<UUID> eventId, long epoch) {
  /** The place in the log where it is. */
  public LogPlace place() {
    return new LogPlace(position, eventId);
  }
}
