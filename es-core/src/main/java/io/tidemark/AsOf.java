package io.tidemark;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A point in history at which to look at things. It decides for every event whether it had happened
 * by then.
 *
 * <p>{@link #version}, {@link #position} and {@link #recordedAt} cut the log at one place: once the
 * place has passed, the answer never changes. {@link #occurredAt} selects by the application's
 * time, which orders nothing, so a later event may still be back-dated to before it.
 */
public sealed interface AsOf {

  /** Everything there is. */
  static AsOf latest() {
    return new Latest();
  }

  /** A stream after its first {@code version} events; only for reading one stream. */
  static AsOf version(long version) {
    return new Version(version);
  }

  /** After the event at this position, inclusive. */
  static AsOf position(long position) {
    return new Position(position);
  }

  /**
   * After all events stored at this instant or before. The place has passed once the instant has,
   * on the clock of the store.
   */
  static AsOf recordedAt(Instant instant) {
    return new RecordedAt(instant);
  }

  /** The events that happened at this instant or before, whenever they were stored. */
  static AsOf occurredAt(Instant instant) {
    return new OccurredAt(instant);
  }

  /** Whether the event had happened by this point. */
  boolean includes(RecordedEvent event);

  /** See {@link #latest()}. */
  record Latest() implements AsOf {
    @Override
    public boolean includes(RecordedEvent event) {
      return true;
    }
  }

  /**
   * See {@link #version(long)}.
   *
   * @param version number of events of the stream, at least 0
   */
  record Version(long version) implements AsOf {
    /** Refuses negative versions. */
    public Version {
      requireNotNegative("version", version);
    }

    @Override
    public boolean includes(RecordedEvent event) {
      return event.version() <= version;
    }
  }

  /**
   * See {@link #position(long)}.
   *
   * @param position place in the log, at least 0
   */
  record Position(long position) implements AsOf {
    /** Refuses negative positions. */
    public Position {
      requireNotNegative("position", position);
    }

    @Override
    public boolean includes(RecordedEvent event) {
      return event.position() <= position;
    }
  }

  /**
   * See {@link #recordedAt(Instant)}.
   *
   * @param instant cut to microseconds
   */
  record RecordedAt(Instant instant) implements AsOf {
    /** Cuts to the resolution of the log. */
    public RecordedAt {
      instant = instant.truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public boolean includes(RecordedEvent event) {
      return !event.recordedAt().isAfter(instant);
    }
  }

  /**
   * See {@link #occurredAt(Instant)}.
   *
   * @param instant cut to microseconds
   */
  record OccurredAt(Instant instant) implements AsOf {
    /** Cuts to the resolution of the log. */
    public OccurredAt {
      instant = instant.truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public boolean includes(RecordedEvent event) {
      return !event.occurredAt().isAfter(instant);
    }
  }

  private static void requireNotNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "Invalid %s: expected at least 0, actual %d".formatted(name, value));
    }
  }
}
