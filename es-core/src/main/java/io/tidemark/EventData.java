package io.tidemark;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

/**
 * An event as it is handed in.
 *
 * @param id identifies the event for ever; appending the same id again stores nothing new
 * @param type name of the event type, 1 to {@value #MAX_TYPE_LENGTH} characters
 * @param data the event itself, a JSON text; it is read back character for character
 * @param metadata what surrounds it
 * @param occurredAt when it happened, by the application; cut to microseconds, which is what is
 *     stored
 */
public record EventData(UUID id, String type, String data, Metadata metadata, Instant occurredAt) {
  /** Longest name of an event type, in characters. */
  public static final int MAX_TYPE_LENGTH = 200;

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /**
   * @throws IllegalArgumentException if the type is empty, too long or cannot be stored, or the
   *     year is not from 1 to 9999; the data is judged by the store when it is appended
   */
  public EventData {
    Objects.requireNonNull(id, "id");
    Text.requireStorable("event type", type, MAX_TYPE_LENGTH);
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(occurredAt, "occurredAt");
    if (occurredAt.isBefore(EARLIEST) || occurredAt.isAfter(LATEST)) {
      throw new IllegalArgumentException(
          "Invalid occurredAt: expected a year from 1 to 9999, actual " + occurredAt);
    }
    occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
  }

  /** An event that happened now, with a new id and no metadata. */
  public static EventData of(String type, String data) {
    return new EventData(EventIds.next(), type, data, Metadata.empty(), Instant.now());
  }
}
