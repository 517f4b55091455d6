package io.tidemark;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
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
 * @param tags by which it can be found beside its stream; none for most events
 */
public record EventData(
    UUID id, String type, String data, Metadata metadata, Instant occurredAt, Set<Tag> tags) {
  /** Longest name of an event type, in characters. */
  public static final int MAX_TYPE_LENGTH = 200;

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /**
   * @throws IllegalArgumentException if the type is empty, too long or cannot be stored, or the
   *     year is not from 1 to 9999, or there are too many tags; the data is judged by the store
   *     when it is appended
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
    tags = Tag.requireFew(tags);
  }

  /** An event without tags. */
  public EventData(UUID id, String type, String data, Metadata metadata, Instant occurredAt) {
    this(id, type, data, metadata, occurredAt, Set.of());
  }

  /** An event that happened now, with a new id and no metadata. */
  public static EventData of(String type, String data) {
    return new EventData(EventIds.next(), type, data, Metadata.empty(), Instant.now());
  }

  /** The same event with these tags, and no others. */
  public EventData tagged(Tag... tags) {
    return new EventData(id, type, data, metadata, occurredAt, Set.of(tags));
  }
}
