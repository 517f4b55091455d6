package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import java.util.UUID;

/**
 * Which changes of rows by events were handled: how many, and the sum of a hash of each. Two that
 * went over the same log are equal, however the work was cut into batches and shards; who left out
 * an event, or handled one twice, differs. It finds accidents; it is no proof against somebody who
 * wants to deceive.
 *
 * @param count changes of a row by an event
 * @param digest their hashes added up, modulo 2^61, so that the database can add too
 */
public record EventTally(long count, long digest) {
  /** What a digest is cut to. */
  public static final long MASK = (1L << 61) - 1;

  /** Nothing was handled yet. */
  public static final EventTally NONE = new EventTally(0, 0);

  /** One change more. */
  EventTally plus(RecordedEvent event, int ordinal) {
    return new EventTally(count + 1, (digest + hash(event, ordinal)) & MASK);
  }

  /** Both together. */
  public EventTally plus(EventTally other) {
    return new EventTally(count + other.count, (digest + other.digest) & MASK);
  }

  /** This without the other. */
  public EventTally minus(EventTally other) {
    return new EventTally(count - other.count, (digest - other.digest) & MASK);
  }

  /** The change that an event makes as its n-th. */
  private static long hash(RecordedEvent event, int ordinal) {
    UUID id = event.id();
    long hash = mixed(event.position() + mixed(ordinal));
    return mixed(hash ^ id.getMostSignificantBits()) ^ mixed(hash + id.getLeastSignificantBits());
  }

  /** The finalizer of SplitMix64: Steele, Lea, Flood, OOPSLA 2014. */
  private static long mixed(long value) {
    long bits = value + 0x9E3779B97F4A7C15L;
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return bits ^ (bits >>> 31);
  }

  /** What an event adds as long as it cannot be decoded. */
  public static EventTally ofNotDecoded(RecordedEvent recorded) {
    return RowChange.tallyOfNotDecoded(recorded);
  }
}
