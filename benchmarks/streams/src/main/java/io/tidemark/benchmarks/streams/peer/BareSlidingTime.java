package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Events are put in the order of time, by a queue for those that come in it and a heap for the few
 * that do not; then each key has a running sum.
 */
final class BareSlidingTime {
  private static final int ROOM = 8;

  private final Rows.Part out;
  private final Map<Integer, Recent> states = new HashMap<>();
  private final Queue<Event> inOrder = new ArrayDeque<>();
  private final Queue<Event> late = new PriorityQueue<>(Comparator.comparingLong(Event::time));
  private final List<Event> peers = new ArrayList<>();

  BareSlidingTime(Rows.Part out) {
    this.out = out;
  }

  void fold(Event[] events) {
    long latest = Long.MIN_VALUE;
    for (Event event : events) {
      if (event.time() >= latest) {
        latest = event.time();
        inOrder.add(event);
      } else {
        late.add(event);
      }
      advance(latest - Event.DELAY);
    }
    advance(Long.MAX_VALUE - 1);
  }

  private void advance(long watermark) {
    long time = Math.min(time(inOrder.peek()), time(late.peek()));
    while (time <= watermark) {
      take(inOrder, time);
      take(late, time);
      for (Event event : peers) {
        states.computeIfAbsent(event.key(), any -> new Recent()).add(time, event.amount());
      }
      for (Event event : peers) {
        Recent state = Objects.requireNonNull(states.get(event.key()));
        state.dropBefore(time - Workload.RANGE);
        out.add(event.key(), time, state.count, state.sum);
      }
      peers.clear();
      time = Math.min(time(inOrder.peek()), time(late.peek()));
    }
  }

  private void take(Queue<Event> from, long time) {
    while (time(from.peek()) == time) {
      peers.add(from.remove());
    }
  }

  private static long time(@Nullable Event event) {
    return event == null ? Long.MAX_VALUE : event.time();
  }

  /** The last events of one key in a ring that grows, with their sum. */
  private static final class Recent {
    private long[] times = new long[ROOM];
    private long[] amounts = new long[ROOM];
    private int first;
    private int count;
    private long sum;

    void add(long time, long amount) {
      if (count == times.length) {
        times = grown(times);
        amounts = grown(amounts);
        first = 0;
      }
      int at = (first + count++) & (times.length - 1);
      times[at] = time;
      amounts[at] = amount;
      sum += amount;
    }

    void dropBefore(long time) {
      while (count > 0 && times[first] < time) {
        sum -= amounts[first];
        first = (first + 1) & (times.length - 1);
        count--;
      }
    }

    private long[] grown(long[] ring) {
      long[] grown = new long[ring.length * 2];
      System.arraycopy(ring, first, grown, 0, ring.length - first);
      System.arraycopy(ring, 0, grown, ring.length - first, first);
      return grown;
    }
  }
}
