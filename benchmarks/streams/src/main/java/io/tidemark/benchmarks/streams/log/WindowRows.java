package io.tidemark.benchmarks.streams.log;

import io.tidemark.benchmarks.payments.FullBatch;
import io.tidemark.benchmarks.payments.Stretch;
import io.tidemark.benchmarks.payments.UpToEach;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import io.tidemark.projection.Projection;
import io.tidemark.window.SlidingWindow;
import io.tidemark.window.Window;
import java.time.Duration;

/** The works as projections with windows. */
public final class WindowRows {
  private static final String NAME = "window_rows";
  private static final Duration DELAY = Duration.ofMillis(Event.DELAY);
  private static final Duration MINUTE = Duration.ofMillis(Workload.MINUTE);

  private WindowRows() {}

  /**
   * Rows that are there from the first event of their window on, but of the order of time: these
   * are there once no event comes before them.
   */
  public static Projection<?, ?> atOnce(Workload work) {
    return switch (work) {
      case T1 -> Stretch.in(NAME, tumbling());
      case T2 -> Stretch.in(NAME, hopping());
      case T3 -> UpToEach.over(NAME, sliding());
      case T4 -> UpToEach.over(NAME, Window.slidingLength(Workload.ROWS));
      case T5 -> FullBatch.of(NAME, Workload.BATCH);
      case T6 -> Stretch.in(NAME, sessions());
    };
  }

  /** Rows that are there once their window has closed. */
  public static Projection<?, ?> closed(Workload work) {
    return switch (work) {
      case T1 -> Stretch.in(NAME, tumbling().whenClosed(DELAY));
      case T2 -> Stretch.in(NAME, hopping().whenClosed(DELAY));
      case T3, T4, T5 -> atOnce(work);
      case T6 -> Stretch.in(NAME, sessions().whenClosed(DELAY));
    };
  }

  private static Window tumbling() {
    return Window.tumbling(MINUTE);
  }

  private static Window hopping() {
    return Window.hopping(Duration.ofMillis(Workload.RANGE), MINUTE);
  }

  private static Window sessions() {
    return Window.session(Duration.ofMillis(Workload.GAP));
  }

  private static SlidingWindow sliding() {
    return Window.slidingTime(Duration.ofMillis(Workload.RANGE)).fromIncluded().whenClosed(DELAY);
  }

  /** Tells rows as the works name them. */
  public static void tell(Iterable<?> found, Rows rows) {
    Rows.Part out = rows.part();
    for (Object row : found) {
      tell(row, out);
    }
    out.flush();
  }

  private static void tell(Object row, Rows.Part out) {
    if (row instanceof Stretch each) {
      tell(each.account(), each.begin().toEpochMilli(), each.payments(), each.total(), out);
    } else if (row instanceof UpToEach each) {
      tell(each.account(), each.time().toEpochMilli(), each.payments(), each.total(), out);
    } else {
      FullBatch each = (FullBatch) row;
      tell(each.account(), 0, each.payments(), each.total(), out);
    }
  }

  static void tell(String account, long at, long count, long sum, Rows.Part out) {
    if (!EventLog.isEnd(account)) {
      out.add(EventLog.key(account), at, count, sum);
    }
  }
}
