package io.tidemark.window;

import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Plan.Frame;
import io.tidemark.dataflow.Plan.Order;
import io.tidemark.dataflow.Windowing.Clock;
import java.time.Duration;

/**
 * A window that ends at each event; see {@link Window#slidingLength} and {@link
 * Window#slidingTime}. Immutable and thread-safe.
 */
public final class SlidingWindow {
  private final Order order;
  private final Frame frame;
  private final Clocking clocking;

  private SlidingWindow(Order order, Frame frame, Clocking clocking) {
    this.order = order;
    this.frame = frame;
    this.clocking = clocking;
  }

  static SlidingWindow ofLength(int events) {
    if (events < 1) {
      throw new IllegalArgumentException(
          "Invalid length of a sliding window: expected at least 1 event, actual " + events);
    }
    return new SlidingWindow(Order.POSITION, new Frame.Rows(events - 1), Clocking.DEFAULT);
  }

  static SlidingWindow ofTime(long micros) {
    return new SlidingWindow(Order.TIME, new Frame.Range(micros, false), Clocking.DEFAULT);
  }

  /**
   * The same of a number of events in the order in which they happened: one that comes late then
   * changes the rows of those after it.
   */
  public SlidingWindow byTime() {
    return new SlidingWindow(Order.TIME, frame, clocking);
  }

  /**
   * The same of a time that includes events which are exactly so much older, as {@code RANGE} in
   * SQL does.
   *
   * @throws IllegalArgumentException if it is a window of a number of events
   */
  public SlidingWindow fromIncluded() {
    if (frame instanceof Frame.Range range) {
      return new SlidingWindow(order, new Frame.Range(range.preceding(), true), clocking);
    }
    throw new IllegalArgumentException(
        "Invalid sliding window: expected one of a time to include its begin, actual " + this);
  }

  /** The same by the time at which events were recorded: then none is ever late. */
  public SlidingWindow byRecordedTime() {
    return new SlidingWindow(order, frame, clocking.byRecordedTime());
  }

  /**
   * The same whose rows are there once something has happened this delay after their event, and so
   * few of them change later.
   *
   * @throws IllegalArgumentException if the delay is negative, or events come in the order of the
   *     log, in which none is late
   */
  public SlidingWindow whenClosed(Duration delay) {
    if (order == Order.POSITION) {
      throw new IllegalArgumentException(
          "Invalid delay of a sliding window: expected one by time, actual " + this);
    }
    return new SlidingWindow(order, frame, clocking.whenClosed(delay));
  }

  /** As {@link Window#withMaxAhead}. */
  public SlidingWindow withMaxAhead(Duration longest) {
    return new SlidingWindow(order, frame, clocking.withMaxAhead(longest));
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
    return new SlidingWindow(order, frame, clocking.idleAfter(quiet));
  }

  Order order() {
    return order;
  }

  boolean isByTime() {
    return order == Order.TIME;
  }

  Frame frame() {
    return frame;
  }

  Clocking clocking() {
    return clocking;
  }

  /** By recorded time no row has to wait: there is nothing that could still come before it. */
  Emission emission() {
    return clocking.clock() == Clock.RECORDED_TIME ? Emission.ALWAYS : clocking.emission();
  }

  @Override
  public String toString() {
    if (frame instanceof Frame.Range range) {
      return "over %s%s%s"
          .formatted(
              Micros.duration(range.preceding()),
              range.isFromIncluded() ? " and its begin" : "",
              clocking.inWords());
    }
    int events = ((Frame.Rows) frame).preceding() + 1;
    return "over %d events%s%s"
        .formatted(events, order == Order.TIME ? " by time" : "", clocking.inWords());
  }
}
