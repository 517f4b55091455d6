package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.Dataflow.Told;
import io.tidemark.dataflow.Windowing.Clock;
import java.util.List;

/**
 * What all nodes go through together: the begin, an event, or the end.
 *
 * @param position of the event; -1 at the begin, and 0 of one that is put before the first
 * @param watermark what has closed by event time, in microseconds
 * @param recorded what has closed by recorded time
 * @param told what sources tell
 */
public record Step(long position, long watermark, long recorded, List<Told> told) {
  /** Before the first event. */
  public static final Step BEGIN = new Step(-1, Long.MIN_VALUE, Long.MIN_VALUE, List.of());

  /** After the last one: everything closes, but not what is not waiting. */
  public static final Step END =
      new Step(Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE - 1, List.of());

  public boolean isBegin() {
    return position < 0;
  }

  public boolean isEnd() {
    return position == Long.MAX_VALUE;
  }

  public long watermark(Clock clock) {
    return clock == Clock.EVENT_TIME ? watermark : recorded;
  }
}
