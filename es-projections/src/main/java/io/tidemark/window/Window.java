package io.tidemark.window;

import io.tidemark.RecordedEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * How time is cut into windows: of one size, and beginning at even distances from the epoch. Each
 * holds the events from its begin on, up to but without its end. An event is in them by the time at
 * which it happened, however late it was recorded. Immutable and thread-safe.
 */
public final class Window {
  private static final int MAX_OVERLAP = 1_000;
  private static final long MICROS = 1_000_000;

  private final long size;
  private final long advance;
  private final long offset;
  private final boolean byRecordedTime;

  private Window(long size, long advance, long offset, boolean byRecordedTime) {
    this.size = size;
    this.advance = advance;
    this.offset = offset;
    this.byRecordedTime = byRecordedTime;
  }

  /**
   * Windows next to each other, so that each event is in one.
   *
   * @throws IllegalArgumentException if the size is less than a microsecond, or no whole number of
   *     them
   */
  public static Window tumbling(Duration size) {
    return hopping(size, size);
  }

  /**
   * Windows that overlap, so that each event is in several: one begins whenever the advance has
   * passed.
   *
   * @throws IllegalArgumentException if size or advance is less than a microsecond or no whole
   *     number of them, if the advance is longer than the size, or so short that an event would be
   *     in more than 1,000 windows
   */
  public static Window hopping(Duration size, Duration advance) {
    long length = micros("size", size);
    long step = micros("advance", advance);
    if (step > length || (length - 1) / step >= MAX_OVERLAP) {
      throw new IllegalArgumentException(
          "Invalid advance of a window: expected from %s to %s, its size, actual %s"
              .formatted(
                  Duration.of((length - 1) / MAX_OVERLAP + 1, ChronoUnit.MICROS), size, advance));
    }
    return new Window(length, step, 0, false);
  }

  private static long micros(String name, Duration duration) {
    long micros = whole(name, duration);
    if (micros < 1) {
      throw new IllegalArgumentException(
          "Invalid %s of a window: expected at least a microsecond, actual %s"
              .formatted(name, duration));
    }
    return micros;
  }

  private static long whole(String name, Duration duration) {
    try {
      long micros = Math.multiplyExact(duration.getSeconds(), MICROS) + duration.getNano() / 1_000;
      if (duration.getNano() % 1_000 == 0) {
        return micros;
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "Invalid %s of a window: expected less than 290,000 years, actual %s"
              .formatted(name, duration),
          e);
    }
    throw new IllegalArgumentException(
        "Invalid %s of a window: expected a whole number of microseconds, actual %s"
            .formatted(name, duration));
  }

  /**
   * The same that begin so much later: days of a place that is one hour ahead of UTC, for example,
   * begin one hour earlier, so their offset is -1 h.
   *
   * @throws IllegalArgumentException if it is no whole number of microseconds
   */
  public Window offset(Duration later) {
    long micros = Math.floorMod(whole("offset", later), advance);
    return new Window(size, advance, micros, byRecordedTime);
  }

  /** The same by the time at which events were recorded: then none is ever late. */
  public Window byRecordedTime() {
    return new Window(size, advance, offset, true);
  }

  /** When the windows begin that an event is in, the first one first: one at least. */
  List<Instant> startsOf(RecordedEvent recorded) {
    Instant time = byRecordedTime ? recorded.recordedAt() : recorded.occurredAt();
    long at =
        Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / 1_000);
    long last = at - Math.floorMod(at - offset, advance);
    if (size == advance) {
      return List.of(instant(last));
    }
    List<Instant> starts = new ArrayList<>();
    for (long start = last - (size - 1 - (at - last)) / advance * advance;
        start <= last;
        start += advance) {
      starts.add(instant(start));
    }
    return starts;
  }

  /** When a window ends that begins so. */
  Instant endOf(Instant start) {
    return start.plus(size, ChronoUnit.MICROS);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }

  /** In words: other windows have other words. */
  String inWords() {
    StringBuilder words = new StringBuilder(" in windows of ").append(duration(size));
    if (advance != size) {
      words.append(" each ").append(duration(advance));
    }
    if (offset != 0) {
      words.append(" from ").append(duration(offset));
    }
    return words.append(byRecordedTime ? " of recorded time" : "").toString();
  }

  private static Duration duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  @Override
  public String toString() {
    return inWords().strip();
  }
}
