package io.tidemark.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds, for some keys, the event from which on two rows differ. Told of every event of such a key
 * whether they agree after it. Not thread-safe.
 */
final class FirstDifference<K> {
  private final Map<K, Trace> traces = new HashMap<>();

  /**
   * @param agreeing the keys with which they agree before the first event
   */
  FirstDifference(Set<K> keys, Set<K> agreeing) {
    keys.forEach(key -> traces.put(key, new Trace(agreeing.contains(key))));
  }

  void seen(K key, long position, boolean agree) {
    Trace trace = traces.get(key);
    if (trace == null) {
      return;
    }
    trace.last = position;
    if (agree) {
      trace.everAgreed = true;
      trace.first = 0;
    } else if (trace.first == 0) {
      trace.first = position;
    }
  }

  boolean concerns(K key) {
    return traces.containsKey(key);
  }

  /** Whether the event is the first after which they differ. */
  boolean isKnown(K key) {
    Trace trace = traces.get(key);
    return trace != null && trace.everAgreed && trace.first > 0;
  }

  /** That event, or else the last of the key. */
  OptionalLong event(K key) {
    Trace trace = traces.get(key);
    if (trace == null || trace.last == 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(isKnown(key) ? trace.first : trace.last);
  }

  private static final class Trace {
    private boolean everAgreed;
    private long first;
    private long last;

    Trace(boolean agreed) {
      this.everAgreed = agreed;
    }
  }
}
