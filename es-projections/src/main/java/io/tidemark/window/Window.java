package io.tidemark.window;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.Lateness;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.Windowing.Anchor;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.dataflow.time.Micros;
import java.time.Duration;
import java.time.Instant;
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
  private final long step;
  private final Anchor anchor;
  private final Closing closing;

  /**
   * @param advance 0 if windows follow from events
   * @param step 0 unless they begin and end with events
   */
  private Window(long size, long advance, long offset, long step, Anchor anchor, Closing closing) {
    this.size = size;
    this.advance = advance;
    this.offset = offset;
    this.step = step;
    this.anchor = anchor;
    this.closing = closing;
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
    return new Window(length, step, 0, 0, Anchor.EPOCH, Closing.DEFAULT);
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
    return new Window(
        Micros.positive("gap of a session", gap), 0, 0, 0, Anchor.EPOCH, Closing.DEFAULT);
  }

  /**
   * Windows of one length that begin or end with an event: for each event one that ends with it,
   * and one that begins a resolution later if it has events. Both bounds are in a window, so a
   * window is there for all events that are at most the length apart. It closes when something has
   * happened after its end.
   *
   * @param resolution the least distance of two times; a window that begins right after an event
   *     begins so much later
   * @throws IllegalArgumentException if one of them is less than a microsecond, or no whole number
   *     of them
   */
  public static Window aligned(Duration length, Duration resolution) {
    return new Window(
        Micros.positive("length of a window", length),
        0,
        0,
        Micros.positive("resolution of a window", resolution),
        Anchor.EPOCH,
        Closing.DEFAULT);
  }

  /**
   * Batches of so many events, in the order of the log. A batch has a row once it is full.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public static BatchWindow batchLength(int events) {
    return BatchWindow.of(events);
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
   * @throws IllegalArgumentException if it is no whole number of microseconds, or these windows
   *     begin with events
   */
  public Window offset(Duration later) {
    requireEven("offset", later);
    return with(Math.floorMod(Micros.whole("offset of a window", later), advance), anchor, closing);
  }

  /**
   * The same that are counted from an event and not from the epoch, to both sides: from the first
   * one of each key in the log, at whose time, and the offset later, a window of the key begins.
   * That hangs on the order of the log: the first one may have happened after others.
   *
   * @throws IllegalArgumentException if these windows begin with events anyway
   */
  public Window fromFirstEvent() {
    requireEven("first event", "counted from it");
    return with(offset, Anchor.FIRST_OF_GROUP, closing);
  }

  /**
   * As {@link #fromFirstEvent}, but for all keys from the first event that has a key.
   *
   * @throws IllegalArgumentException as there
   */
  public Window fromFirstEventOfAll() {
    requireEven("first event", "counted from it");
    return with(offset, Anchor.FIRST_OF_ALL, closing);
  }

  /**
   * The same of which none begins before 1970-01-01T00:00Z. Events from before are in none.
   *
   * @throws IllegalArgumentException if these are sessions
   */
  public Window sinceEpoch() {
    if (isSession()) {
      requireEven("begin", "the epoch");
    }
    return with(offset, Anchor.SINCE_EPOCH, closing);
  }

  /** The same by the time at which events were recorded: then none is ever late. */
  public Window byRecordedTime() {
    return with(clocking().byRecordedTime());
  }

  /**
   * The same in which an event that is too late is left out: it is not added to windows whose end,
   * and this time more, has been reached when it comes, as {@link #whenClosed} has it. A session
   * may have ended so: one that comes near enough to it is still added if the session that they are
   * together has not. Without this, each event is added, however late it is.
   *
   * <p>Which events count then hangs on the order of the log, as it does for {@link
   * #finalOnceClosed} and {@link #joiningOpen}.
   *
   * @throws IllegalArgumentException if it is negative, or no whole number of microseconds
   */
  public Window lateLeftOut(Duration grace) {
    return with(offset, anchor, closing.with(Lateness.leftOut(grace(grace))));
  }

  /**
   * As {@link #lateLeftOut}, and sessions that have ended are final too: an event that is near
   * enough to one, and not too late, is the first of a session of its own. It is left out if it
   * would make a session begin exactly where one has ended for good.
   *
   * @throws IllegalArgumentException as there
   */
  public Window finalOnceClosed(Duration grace) {
    return with(offset, anchor, closing.with(Lateness.finalAfter(grace(grace))));
  }

  /**
   * The same in which an event that comes when its windows have ended is added to the first one
   * that has not, although it did not happen in it.
   *
   * @throws IllegalArgumentException if these windows begin with events
   */
  public Window joiningOpen() {
    requireEven("late event", "in the next window");
    return with(offset, anchor, closing.with(Lateness.JOINING));
  }

  private static long grace(Duration grace) {
    return Micros.of(Micros.notNegative("grace of a window", grace));
  }

  private void requireEven(String what, Object actual) {
    if (advance == 0) {
      throw new IllegalArgumentException(
          "Invalid %s of %s: expected none, since they begin with events, actual %s"
              .formatted(what, isSession() ? "sessions" : "windows aligned to events", actual));
    }
  }

  private Window with(long otherOffset, Anchor otherAnchor, Closing otherClosing) {
    if (otherClosing.retention().isPresent()
        && (otherAnchor != Anchor.EPOCH || !otherClosing.late().equals(Lateness.CORRECTED))) {
      throw new IllegalArgumentException(
          "Invalid retention of a window: expected windows that are counted from the epoch and corrected by late events, actual others");
    }
    return new Window(size, advance, otherOffset, step, otherAnchor, otherClosing);
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
    return with(clocking().whenClosed(delay));
  }

  /**
   * The same in which an event may be so much ahead of the time at which it was recorded; an hour
   * unless told. One with a time further ahead counts, but closes no windows that it should not: a
   * wrong date would else close all.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Window withMaxAhead(Duration longest) {
    return with(clocking().withMaxAhead(longest));
  }

  /**
   * The same whose rows go this long after their window has ended. Time goes on with the events
   * here too, less the {@linkplain #whenClosed delay}, so that a replay lets the same rows go. What
   * was remembered of such a window goes with its row: an event that comes later still changes
   * nothing. This is the only exception to the rule that late events are never lost.
   *
   * @throws IllegalArgumentException if it is less than a microsecond or no whole number of them;
   *     or these begin with events, as a session does, of which one that is gone could still become
   *     a part of another; or late events do anything else to them than correct them
   */
  public Window withRetention(Duration age) {
    requireEven("retention", age);
    return with(offset, anchor, closing.retaining(age));
  }

  /**
   * The same that close by the clock when it is quiet: when none of the events was recorded for
   * this long, time goes on without them, so much behind the clock of the database. That closes the
   * last windows of a log to which nothing comes any more. At which position a window was closed so
   * is kept, and every replay closes it there again; an event that comes later changes its row as
   * always. Needs a runner, and rows that wait: see {@link #whenClosed}.
   *
   * @throws IllegalArgumentException if it is less than a millisecond
   */
  public Window idleAfter(Duration quiet) {
    return with(clocking().idleAfter(quiet));
  }

  private Window with(Clocking other) {
    return with(offset, anchor, closing.with(other));
  }

  Clocking clocking() {
    return closing.clocking();
  }

  Closing closing() {
    return closing;
  }

  boolean isSession() {
    return advance == 0 && step == 0;
  }

  /** Whether events come in between others: what is added up must not hang on their order. */
  boolean isInAnyOrder() {
    return advance == 0;
  }

  /** Whether each event changes the rows of its windows and no others, by itself. */
  boolean isFold() {
    return advance > 0 && anchor == Anchor.EPOCH && closing.isOfEventAlone();
  }

  /** The same for a plan whose rows have their time in this column. */
  Windowing windowing(int time) {
    if (isSession()) {
      return new Windowing.Session(time, size, clocking().clock(), closing.late());
    }
    return advance == 0
        ? new Windowing.Aligned(
            time, size, step, clocking().clock(), anchor == Anchor.SINCE_EPOCH, closing.late())
        : new Windowing.Hopping(
            time, size, advance, offset, clocking().clock(), anchor, closing.late());
  }

  /** Where they begin, if that {@linkplain #isEven follows from the definition}. */
  Grid grid() {
    return new Grid(size, advance, offset);
  }

  /** When the windows begin that an event is in, the first one first: one at least. */
  List<Instant> startsOf(RecordedEvent recorded) {
    return grid().startsOf(clocking().timeOf(recorded));
  }

  /** Whether each event is in the same windows whatever came before it, and whenever it comes. */
  boolean isPlain() {
    return windowing(0) instanceof Windowing.Hopping hopping && hopping.isPlain();
  }

  /** Whether they begin at even distances that follow from the definition alone. */
  boolean isEven() {
    return advance > 0 && !anchor.isRow();
  }

  /** In words: other windows have other words. */
  String inWords() {
    StringBuilder words =
        new StringBuilder(isSession() ? " in sessions with gaps of " : " in windows of ");
    words.append(Micros.duration(size));
    if (advance > 0 && advance != size) {
      words.append(" each ").append(Micros.duration(advance));
    }
    if (step > 0) {
      words.append(" at events, ").append(Micros.duration(step)).append(" apart");
    }
    if (offset != 0) {
      words.append(" from ").append(Micros.duration(offset));
    }
    words.append(
        switch (anchor) {
          case EPOCH -> "";
          case SINCE_EPOCH -> " since the epoch";
          case FIRST_OF_GROUP -> " after the first event";
          case FIRST_OF_ALL -> " after the first event of all";
        });
    return words.append(closing.inWords()).toString();
  }

  @Override
  public String toString() {
    return inWords().strip();
  }
}
