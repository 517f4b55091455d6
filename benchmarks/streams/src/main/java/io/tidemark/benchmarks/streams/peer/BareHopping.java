package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Windows that overlap are cut into slices, which are put together when a window closes. */
final class BareHopping {
  private static final long NONE = Long.MIN_VALUE;

  private final long size;
  private final long slide;
  private final Rows.Part out;
  private final NavigableMap<Long, Map<Integer, long[]>> slices = new TreeMap<>();
  private long latest = NONE;
  private long nextBegin = NONE;
  private long closesAt = NONE;

  /** The slice of the last event; no slice begins at {@link #NONE}. */
  private long begin = NONE;

  private Map<Integer, long[]> slice = new HashMap<>();

  BareHopping(long size, long slide, Rows.Part out) {
    this.size = size;
    this.slide = slide;
    this.out = out;
  }

  void fold(Event[] events) {
    for (Event event : events) {
      if (event.time() > latest) {
        advance(event.time());
      }
      add(event);
    }
    advance(Long.MAX_VALUE);
  }

  private void add(Event event) {
    long own = event.time() - Math.floorMod(event.time(), slide);
    if (own != begin) {
      slice = slices.computeIfAbsent(own, any -> new HashMap<>());
      begin = own;
    }
    long[] state = slice.get(event.key());
    if (state == null) {
      state = new long[2];
      slice.put(event.key(), state);
    }
    state[0]++;
    state[1] += event.amount();
  }

  private void advance(long time) {
    latest = time;
    if (closesAt == NONE) {
      closesAt = time - Math.floorMod(time, slide) + slide;
    } else if (time - Event.DELAY >= closesAt) {
      close(time - Event.DELAY);
    }
  }

  private void close(long watermark) {
    if (nextBegin == NONE) {
      nextBegin = slices.firstKey() - size + slide;
    }
    while (!slices.isEmpty() && nextBegin + size <= watermark) {
      tell(nextBegin);
      slices.remove(nextBegin);
      nextBegin += slide;
    }
    closesAt = nextBegin + size;
    begin = NONE;
  }

  private void tell(long first) {
    Collection<Map<Integer, long[]>> parts = slices.subMap(first, first + size).values();
    if (parts.isEmpty()) {
      return;
    }
    Map<Integer, long[]> all = parts.size() == 1 ? parts.iterator().next() : merged(parts);
    all.forEach((key, state) -> out.add(key, first, state[0], state[1]));
  }

  private static Map<Integer, long[]> merged(Collection<Map<Integer, long[]>> parts) {
    Iterator<Map<Integer, long[]>> rest = parts.iterator();
    Map<Integer, long[]> merged = new HashMap<>();
    while (rest.hasNext()) {
      rest.next()
          .forEach(
              (key, state) -> {
                long[] sum = merged.get(key);
                if (sum == null) {
                  merged.put(key, state.clone());
                } else {
                  sum[0] += state[0];
                  sum[1] += state[1];
                }
              });
    }
    return merged;
  }
}
