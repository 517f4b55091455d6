package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.streams.Contender;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import java.util.HashMap;
import java.util.Map;

/** The limit: plain Java on one thread, one pass, the best algorithm that we know for each. */
public final class BareFold implements Contender {
  @Override
  public String name() {
    return "bare fold";
  }

  @Override
  public boolean can(Workload work) {
    return true;
  }

  @Override
  public Run prepare(Workload work, Event[] events, Rows rows) {
    return () -> fold(work, events, rows);
  }

  /** Tells the rows of these events, to which all others are compared. */
  public static void fold(Workload work, Event[] events, Rows rows) {
    Rows.Part out = rows.part();
    switch (work) {
      case T1 -> new BareHopping(Workload.MINUTE, Workload.MINUTE, out).fold(events);
      case T2 -> new BareHopping(Workload.RANGE, Workload.MINUTE, out).fold(events);
      case T3 -> new BareSlidingTime(out).fold(events);
      case T4 -> slidingLength(events, out);
      case T5 -> batches(events, out);
      case T6 -> new BareSessions(out).fold(events);
    }
    out.flush();
  }

  private static void slidingLength(Event[] events, Rows.Part out) {
    Map<Integer, LastRows> states = new HashMap<>();
    for (Event event : events) {
      LastRows last = states.get(event.key());
      if (last == null) {
        last = new LastRows();
        states.put(event.key(), last);
      }
      last.add(event.amount());
      out.add(event.key(), event.time(), last.count(), last.sum());
    }
  }

  private static void batches(Event[] events, Rows.Part out) {
    Map<Integer, long[]> states = new HashMap<>();
    for (Event event : events) {
      long[] state = states.get(event.key());
      if (state == null) {
        state = new long[2];
        states.put(event.key(), state);
      }
      state[1] += event.amount();
      if (++state[0] == Workload.BATCH) {
        out.add(event.key(), 0, state[0], state[1]);
        state[0] = 0;
        state[1] = 0;
      }
    }
  }
}
