package io.tidemark.projection.tick;

import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * After the event at a position, and before the next one, time went on to a time. It is no event of
 * the log: it is kept beside the checkpoints of the projection whose windows it closed, and is told
 * again in every replay.
 *
 * @param position of the event that it comes after
 * @param time which windows then take for the latest that was seen
 */
public record Tick(long position, Instant time) implements Comparable<Tick> {
  /** Of no event: the first one of a stream has a greater one. */
  private static final long VERSION = -1;

  private static final StreamId STREAM = new StreamId("tick", "time");
  private static final UUID ID = new UUID(0, 0);

  /** In the form in which it goes among events: without an id or a stream of its own. */
  public RecordedEvent asEvent() {
    return new RecordedEvent(
        position, STREAM, VERSION, ID, "tick", "{}", Metadata.empty(), time, time);
  }

  /** Whether this is a tick, in the form of an event. */
  public static boolean is(RecordedEvent event) {
    return event.version() == VERSION;
  }

  /** By position, and of one position by time. */
  @Override
  public int compareTo(Tick other) {
    return Comparator.comparingLong(Tick::position).thenComparing(Tick::time).compare(this, other);
  }
}
