package io.tidemark.window;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Plan.Order;
import io.tidemark.dataflow.Plan.Scope;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.dataflow.time.Micros;
import java.time.Duration;
import java.util.List;

/**
 * A window that ends at each event; see {@link Window#slidingLength} and {@link
 * Window#slidingTime}. Immutable and thread-safe.
 */
public final class SlidingWindow {
  private static final Clocking CLOCKING = Clocking.of("a sliding window");

  private final boolean isByTime;
  private final Frame frame;
  private final Scope scope;
  private final int every;
  private final boolean isLateLeftOut;
  private final Clocking clocking;

  private SlidingWindow(
      boolean isByTime,
      Frame frame,
      Scope scope,
      int every,
      boolean isLateLeftOut,
      Clocking clocking) {
    this.isByTime = isByTime;
    this.frame = frame;
    this.scope = scope;
    this.every = every;
    this.isLateLeftOut = isLateLeftOut;
    this.clocking = clocking;
  }

  static SlidingWindow ofLength(int events) {
    if (events < 1) {
      throw new IllegalArgumentException(
          "Invalid length of a sliding window: expected at least 1 event, actual " + events);
    }
    return new SlidingWindow(false, new Frame.Rows(events - 1), Scope.GROUP, 1, false, CLOCKING);
  }

  static SlidingWindow ofTime(long micros) {
    return new SlidingWindow(true, new Frame.Range(micros, false), Scope.GROUP, 1, false, CLOCKING);
  }

  /**
   * The same of a number of events in the order in which they happened: one that comes late then
   * changes the rows of those after it.
   *
   * @throws IllegalArgumentException if it is {@linkplain #ofAllKeys of all keys} or {@linkplain
   *     #forEvery for some events only}
   */
  public SlidingWindow byTime() {
    requireSimple("one of a key, and for every event, by time");
    return new SlidingWindow(true, frame, scope, every, isLateLeftOut, clocking);
  }

  /**
   * The same of a time in the order of the log, as a queue: an event comes in at its end when it is
   * recorded, and lets those go that are first and so much older than it. One that comes late is in
   * the window although it is older, lets none go, and stays until all in front of it have gone. No
   * row ever changes, none waits, and what is in the window hangs on the order of the log.
   *
   * @throws IllegalArgumentException if it waits for events to come
   */
  public SlidingWindow inOrderOfArrival() {
    if (clocking.emission() == Emission.CLOSED) {
      throw new IllegalArgumentException(
          "Invalid order of a sliding window: expected one whose rows are there at once, actual "
              + this);
    }
    return new SlidingWindow(false, frame, scope, every, isLateLeftOut, clocking);
  }

  /**
   * The same that is of the events of all keys together; what is added up is still that of the key
   * of its last event, as far as it is in the window.
   *
   * @throws IllegalArgumentException if it is not in the order of the log
   */
  public SlidingWindow ofAllKeys() {
    requireLog("one in the order of the log to be of all keys");
    return new SlidingWindow(isByTime, frame, Scope.ALL, every, isLateLeftOut, clocking);
  }

  /**
   * The same with a row for every so manieth event of a key only: with 2, for the second one, the
   * fourth, and so on.
   *
   * @throws IllegalArgumentException if it is less than 1, or not in the order of the log
   */
  public SlidingWindow forEvery(int events) {
    requireLog("one in the order of the log to count events");
    if (events < 1) {
      throw new IllegalArgumentException(
          "Invalid number of events for a row: expected at least 1, actual " + events);
    }
    return new SlidingWindow(isByTime, frame, scope, events, isLateLeftOut, clocking);
  }

  private void requireLog(String expected) {
    if (isByTime) {
      throw new IllegalArgumentException(
          "Invalid sliding window: expected %s, actual %s".formatted(expected, this));
    }
  }

  private void requireSimple(String expected) {
    if (scope != Scope.GROUP || every > 1) {
      throw new IllegalArgumentException(
          "Invalid sliding window: expected %s, actual %s".formatted(expected, this));
    }
  }

  /**
   * The same of a time that includes events which are exactly so much older, as {@code RANGE} in
   * SQL does.
   *
   * @throws IllegalArgumentException if it is a window of a number of events
   */
  public SlidingWindow fromIncluded() {
    if (frame instanceof Frame.Range range) {
      return new SlidingWindow(
          isByTime,
          new Frame.Range(range.preceding(), true),
          scope,
          every,
          isLateLeftOut,
          clocking);
    }
    throw new IllegalArgumentException(
        "Invalid sliding window: expected one of a time to include its begin, actual " + this);
  }

  /** The same by the time at which events were recorded: then none is ever late. */
  public SlidingWindow byRecordedTime() {
    return with(clocking.byRecordedTime());
  }

  /**
   * The same whose rows are there once something has happened this delay after their event, and so
   * few of them change later.
   *
   * @throws IllegalArgumentException if the delay is negative, or events come in the order of the
   *     log, in which none is late
   */
  public SlidingWindow whenClosed(Duration delay) {
    if (!isByTime) {
      throw new IllegalArgumentException(
          "Invalid delay of a sliding window: expected one by time, actual " + this);
    }
    return with(clocking.whenClosed(delay));
  }

  /**
   * The same in which an event is left out that comes when a row of its key is there already for an
   * event of its time or later: so no row ever changes. Which events count then hangs on the order
   * of the log.
   *
   * @throws IllegalArgumentException if rows are there at once, without {@link #whenClosed}
   */
  public SlidingWindow lateLeftOut() {
    if (clocking.emission() != Emission.CLOSED) {
      throw new IllegalArgumentException(
          "Invalid sliding window: expected rows that wait, if late events are left out, actual "
              + this);
    }
    return new SlidingWindow(isByTime, frame, scope, every, true, clocking);
  }

  /** As {@link Window#withMaxAhead}. */
  public SlidingWindow withMaxAhead(Duration longest) {
    return with(clocking.withMaxAhead(longest));
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
  public SlidingWindow idleAfter(Duration quiet) {
    return with(clocking.idleAfter(quiet));
  }

  private SlidingWindow with(Clocking other) {
    return new SlidingWindow(isByTime, frame, scope, every, isLateLeftOut, other);
  }

  boolean isByTime() {
    return isByTime;
  }

  Clocking clocking() {
    return clocking;
  }

  /** For how many events of a key there is one row. */
  int every() {
    return every;
  }

  /** The same over rows of a plan, with their time in this column. */
  Plan.Over over(Plan input, List<Integer> groups, int time, List<Aggregation> aggregations) {
    return new Plan.Over(
        input,
        groups,
        isByTime
            ? new Order.OfTime(
                time, frame, emission(), isLateLeftOut && emission() == Emission.CLOSED)
            : new Order.OfLog(scope, queue(time)),
        aggregations);
  }

  private Frame.OfLog queue(int time) {
    return frame instanceof Frame.Range range ? new Frame.Queue(time, range) : (Frame.Rows) frame;
  }

  /** By recorded time no row has to wait: there is nothing that could still come before it. */
  Emission emission() {
    return !isByTime || clocking.isByRecordedTime() ? Emission.ALWAYS : clocking.emission();
  }

  @Override
  public String toString() {
    StringBuilder words = new StringBuilder("over ");
    if (frame instanceof Frame.Range range) {
      words
          .append(Micros.duration(range.preceding()))
          .append(range.isFromIncluded() ? " and its begin" : "")
          .append(!isByTime ? " in order of arrival" : "");
    } else {
      words
          .append(((Frame.Rows) frame).preceding() + 1)
          .append(" events")
          .append(isByTime ? " by time" : "");
    }
    words.append(scope == Scope.ALL ? " of all keys" : "");
    if (every > 1) {
      words.append(" for each ").append(every).append(" events");
    }
    return words
        .append(clocking.inWords(clocking.emission() == Emission.CLOSED))
        .append(isLateLeftOut ? " without late events" : "")
        .toString();
  }
}
