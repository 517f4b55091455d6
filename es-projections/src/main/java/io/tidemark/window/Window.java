package io.tidemark.window;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Windowing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * How events are cut into windows.
 *
 * <p>{@link #tumbling} and {@link #hopping} windows are of one size and begin at even distances
 * from the epoch; each holds the events from its begin on, up to but without its end. A {@link
 * #session} holds events that follow each other at short distances. An event is in them by the time
 * at which it happened, however late it was recorded. {@link #batchLength Batches} are of a number
 * of events, and windows that {@link #slidingTime slide} end at each event.
 *
 * <p>Immutable and thread-safe.
 */
public final class Window {
  private static final int MAX_OVERLAP = 1_000;

  private final long size;
  private final long advance;
  private final long offset;
  private final Clocking clocking;

  private Window(long size, long advance, long offset, Clocking clocking) {
    this.size = size;
    this.advance = advance;
    this.offset = offset;
    this.clocking = clocking;
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
    long length = Micros.positive("size of a window", size);
    long step = Micros.positive("advance of a window", advance);
    if (step > length || (length - 1) / step >= MAX_OVERLAP) {
      throw new IllegalArgumentException(
          "Invalid advance of a window: expected from %s to %s, its size, actual %s"
              .formatted(Micros.duration((length - 1) / MAX_OVERLAP + 1), size, advance));
    }
    return new Window(length, step, 0, Clocking.DEFAULT);
  }

  /**
   * Sessions: events whose distance to the next one is at most a gap, exactly a gap included. A
   * session begins with its first event and ends a gap after its last. An event that comes late may
   * make one of two.
   *
   * @throws IllegalArgumentException if the gap is less than a microsecond, or no whole number of
   *     them
   */
  public static Window session(Duration gap) {
    return new Window(Micros.positive("gap of a session", gap), 0, 0, Clocking.DEFAULT);
  }

  /**
   * Batches of so many events, in the order of the log. A batch has a row once it is full.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public static BatchWindow batchLength(int events) {
    return new BatchWindow(events);
  }

  /**
   * For each event it and those before it in the log, so many together.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public static SlidingWindow slidingLength(int events) {
    return SlidingWindow.ofLength(events);
  }

  /**
   * For each event those that happened up to then, and less than this time before. One exactly so
   * much older is out, and others of the same time are in.
   *
   * @throws IllegalArgumentException if the time is less than a microsecond, or no whole number of
   *     them
   */
  public static SlidingWindow slidingTime(Duration time) {
    return SlidingWindow.ofTime(Micros.positive("time of a sliding window", time));
  }

  /**
   * The same that begin so much later: days of a place that is one hour ahead of UTC, for example,
   * begin one hour earlier, so their offset is -1 h.
   *
   * @throws IllegalArgumentException if it is no whole number of microseconds, or these are
   *     sessions
   */
  public Window offset(Duration later) {
    if (isSession()) {
      throw new IllegalArgumentException(
          "Invalid offset of a session: expected none, since it begins with an event, actual "
              + later);
    }
    return new Window(
        size, advance, Math.floorMod(Micros.whole("offset of a window", later), advance), clocking);
  }

  /** The same by the time at which events were recorded: then none is ever late. */
  public Window byRecordedTime() {
    return new Window(size, advance, offset, clocking.byRecordedTime());
  }

  /**
   * The same whose rows are there once their window is closed: when something has happened, or was
   * recorded, at least this delay after its end. An event that comes later still changes the row,
   * and makes one if there is none. Without this rows are there from the first event on. By
   * recorded time none comes later, so nothing is waited for.
   *
   * @throws IllegalArgumentException if the delay is negative
   */
  public Window whenClosed(Duration delay) {
    return new Window(size, advance, offset, clocking.whenClosed(delay));
  }

  /**
   * The same in which an event may be so much ahead of the time at which it was recorded; an hour
   * unless told. One with a time further ahead counts, but closes no windows that it should not: a
   * wrong date would else close all.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Window withMaxAhead(Duration longest) {
    return new Window(size, advance, offset, clocking.withMaxAhead(longest));
  }

  /**
   * The same whose rows go this long after their window has ended. Time goes on with the events
   * here too, less the {@linkplain #whenClosed delay}, so that a replay lets the same rows go. What
   * was remembered of such a window goes with its row: an event that comes later still changes
   * nothing. This is the only exception to the rule that late events are never lost.
   *
   * @throws IllegalArgumentException if it is less than a microsecond or no whole number of them,
   *     or these are sessions, of which one that is gone could still become a part of another
   */
  public Window withRetention(Duration age) {
    if (isSession()) {
      throw new IllegalArgumentException(
          "Invalid retention of a session: expected none, since an event could still make one of it and a later one, actual "
              + age);
    }
    return new Window(size, advance, offset, clocking.retaining(age));
  }

  Clocking clocking() {
    return clocking;
  }

  boolean isSession() {
    return advance == 0;
  }

  /** Whether each event changes the rows of its windows and no others, by itself. */
  boolean isFold() {
    return !isSession()
        && clocking.emission() == Plan.Emission.ALWAYS
        && clocking.retention().isEmpty();
  }

  /** The same for a plan whose rows have their time in this column. */
  Windowing windowing(int time) {
    return isSession()
        ? new Windowing.Session(time, size, clocking.clock())
        : new Windowing.Hopping(time, size, advance, offset, clocking.clock());
  }

  /** When the windows begin that an event is in, the first one first: one at least. */
  List<Instant> startsOf(RecordedEvent recorded) {
    long at = Micros.of(clocking.timeOf(recorded));
    long last = at - Math.floorMod(at - offset, advance);
    if (size == advance) {
      return List.of(Micros.instant(last));
    }
    List<Instant> starts = new ArrayList<>();
    for (long start = last - (size - 1 - (at - last)) / advance * advance;
        start <= last;
        start += advance) {
      starts.add(Micros.instant(start));
    }
    return starts;
  }

  /** How many windows begin from a time on, and before another. */
  long countBetween(Instant from, Instant to) {
    long first = firstFrom(Micros.of(from));
    long end = Micros.of(to);
    return first >= end ? 0 : Math.floorDiv(Math.subtractExact(end - 1, first), advance) + 1;
  }

  /** When the windows begin that begin from a time on, and before another. */
  List<Instant> startsBetween(Instant from, Instant to) {
    long first = firstFrom(Micros.of(from));
    List<Instant> starts = new ArrayList<>();
    for (long i = 0; i < countBetween(from, to); i++) {
      starts.add(Micros.instant(first + i * advance));
    }
    return starts;
  }

  private long firstFrom(long time) {
    return Math.addExact(time, Math.floorMod(offset - time, advance));
  }

  /** When a window ends that begins so. */
  Instant endOf(Instant start) {
    return start.plus(size, ChronoUnit.MICROS);
  }

  /** In words: other windows have other words. */
  String inWords() {
    StringBuilder words =
        new StringBuilder(isSession() ? " in sessions with gaps of " : " in windows of ");
    words.append(Micros.duration(size));
    if (!isSession() && advance != size) {
      words.append(" each ").append(Micros.duration(advance));
    }
    if (offset != 0) {
      words.append(" from ").append(Micros.duration(offset));
    }
    return words.append(clocking.inWords()).toString();
  }

  @Override
  public String toString() {
    return inWords().strip();
  }
}
