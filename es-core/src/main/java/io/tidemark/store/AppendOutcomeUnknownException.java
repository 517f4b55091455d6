package io.tidemark.store;

import io.tidemark.RetryableException;
import io.tidemark.StreamId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The database could not be asked in time whether an append was stored. It may be. Append the same
 * event ids again: what is stored already is not stored twice.
 */
public final class AppendOutcomeUnknownException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final transient StreamId stream;
  private final transient List<UUID> eventIds;

  /** Of an append to this stream of events with these ids. */
  public AppendOutcomeUnknownException(
      StreamId stream, List<UUID> eventIds, @Nullable Throwable cause) {
    super(
        "Outcome unknown for an append to %s: expected an answer from the database, actual none in time; event ids %s"
            .formatted(stream, eventIds),
        cause);
    this.stream = stream;
    this.eventIds = List.copyOf(eventIds);
  }

  /** The stream. */
  public StreamId stream() {
    return stream;
  }

  /** The ids to append again or to look for. */
  public List<UUID> eventIds() {
    return eventIds;
  }
}
