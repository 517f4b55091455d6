package io.tidemark;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A point in history at which to look at things. It decides for every event whether it had happened
 * by then.
 *
 * <p>{@link #version}, {@link #position} and {@link #recordedAt} cut the log at one place: once the
 * place has passed, the answer never changes. {@link #occurredAt} selects by the application's
 * time, which orders nothing, so a later event may still be back-dated to before it. Both together,
 * {@code recordedAt(t).andOccurredAt(u)}, are what was known at t about u, and that never changes.
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
  static Position position(long position) {
    return new Position(position);
  }

  /**
   * After all events stored at this instant or before. The place has passed once the instant has,
   * on the clock of the store.
   */
  static RecordedAt recordedAt(Instant instant) {
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

    /** Of the events up to here, those that happened at this instant or before. */
    public Bitemporal andOccurredAt(Instant instant) {
      return new Bitemporal(this, new OccurredAt(instant));
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

    /** Of the events stored by then, those that happened at this instant or before. */
    public Bitemporal andOccurredAt(Instant happened) {
      return new Bitemporal(this, new OccurredAt(happened));
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

  /**
   * What was known at one point about another: events that count by both. They come in the order of
   * the log.
   *
   * @param known a place in the log: a {@link Position} or a {@link RecordedAt}
   * @param happened selects among the events up to there
   */
  record Bitemporal(AsOf known, OccurredAt happened) implements AsOf {
    /**
     * @throws IllegalArgumentException if the first is no place in the log
     */
    public Bitemporal {
      Objects.requireNonNull(happened, "happened");
      if (!(known instanceof Position) && !(known instanceof RecordedAt)) {
        throw new IllegalArgumentException(
            "Invalid point: expected a position or a time of recording, actual " + known);
      }
    }

    @Override
    public boolean includes(RecordedEvent event) {
      return known.includes(event) && happened.includes(event);
    }
  }

  private static void requireNotNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "Invalid %s: expected at least 0, actual %d".formatted(name, value));
    }
  }
}
