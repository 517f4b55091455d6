package io.tidemark.postgres.append;

import io.tidemark.EventData;
import io.tidemark.Tag;
import io.tidemark.codec.MetadataJson;
import io.tidemark.jdbc.TextArray;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event in the form in which it goes over the wire. Made on the caller's thread, because what
 * the leader of a batch does, every caller waits for.
 *
 * @param occurredAt microseconds since 1970
 * @param tags an array in text form, sorted; null if there are none
 */
record EncodedEvent(
    String id, String type, String data, String metadata, long occurredAt, @Nullable String tags) {
  private static final long MICROS = 1_000_000;

  static EncodedEvent of(EventData event) {
    return new EncodedEvent(
        event.id().toString(),
        event.type(),
        event.data(),
        MetadataJson.write(event.metadata()),
        microseconds(event.occurredAt()),
        event.tags().isEmpty() ? null : TextArray.of(event.tags().stream().map(Tag::text)));
  }

  /** Of data and metadata. */
  long characters() {
    return (long) data.length() + metadata.length();
  }

  private static long microseconds(Instant time) {
    return time.getEpochSecond() * MICROS + time.getNano() / 1000;
  }
}
