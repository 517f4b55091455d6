package io.tidemark.pattern;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.MetadataJson;
import io.tidemark.dataflow.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Events in the form in which they are remembered: as they are stored, so that what is encrypted
 * stays so.
 *
 * @param first the first column of a row that has the event
 */
record KeptEvent<E>(EventCodec<E> codec, int first) {
  private static final int PART = 10;

  /** The column behind it. */
  int end() {
    return first + PART + 1;
  }

  /** The columns of an event. */
  Tuple of(E event, RecordedEvent recorded) {
    List<E> all = codec.decode(recorded);
    return Tuple.of(
        recorded.position(),
        recorded.stream().category(),
        recorded.stream().key(),
        recorded.version(),
        recorded.id(),
        recorded.type(),
        recorded.data(),
        MetadataJson.write(recorded.metadata()),
        recorded.occurredAt(),
        recorded.recordedAt(),
        all.size() == 1 ? 0L : (long) all.indexOf(event));
  }

  /** The event of a row, and it as it is stored. */
  Tuple opened(Tuple row) {
    RecordedEvent recorded =
        new RecordedEvent(
            (Long) value(row, 0),
            new StreamId((String) value(row, 1), (String) value(row, 2)),
            (Long) value(row, 3),
            (UUID) value(row, 4),
            (String) value(row, 5),
            (String) value(row, 6),
            MetadataJson.read((String) value(row, 7)),
            (Instant) value(row, 8),
            (Instant) value(row, 9));
    int part = ((Long) value(row, PART)).intValue();
    return Tuple.of(codec.decode(recorded).get(part), recorded);
  }

  private Object value(Tuple row, int column) {
    return Objects.requireNonNull(row.get(first + column), "event");
  }
}
