package io.tidemark;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * An event as it is stored.
 *
 * @param position its place in the log, contiguous from 1
 * @param stream the stream it belongs to
 * @param version its place in the stream, contiguous from 1
 * @param id the id it was appended with
 * @param type name of the event type
 * @param data the event itself, the JSON text as it was appended
 * @param metadata what surrounds it
 * @param occurredAt when it happened, by the application
 * @param recordedAt when it was stored, by the database; strictly increases from one append to the
 *     next
 * @param tags by which it can be found beside its stream; none for most events
 */
public record RecordedEvent(
    long position,
    StreamId stream,
    long version,
    UUID id,
    String type,
    String data,
    Metadata metadata,
    Instant occurredAt,
    Instant recordedAt,
    Set<Tag> tags) {

  /** Nulls are refused. */
  public RecordedEvent {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(occurredAt, "occurredAt");
    Objects.requireNonNull(recordedAt, "recordedAt");
    tags = Set.copyOf(tags);
  }

  /** An event without tags. */
  public RecordedEvent(
      long position,
      StreamId stream,
      long version,
      UUID id,
      String type,
      String data,
      Metadata metadata,
      Instant occurredAt,
      Instant recordedAt) {
    this(position, stream, version, id, type, data, metadata, occurredAt, recordedAt, Set.of());
  }
}
