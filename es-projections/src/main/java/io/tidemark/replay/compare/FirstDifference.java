package io.tidemark.replay.compare;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds, for some keys, the event from which on two rows differ. Told of every event of such a key
 * whether they agree after it. Not thread-safe.
 */
public final class FirstDifference<K> {
  /** Events can be inserted at 0. */
  private static final long NONE = -1;

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
      trace.first = NONE;
    } else if (trace.first == NONE) {
      trace.first = position;
    }
  }

  boolean concerns(K key) {
    return traces.containsKey(key);
  }

  /** Whether the event is the first after which they differ. */
  boolean isKnown(K key) {
    Trace trace = traces.get(key);
    return trace != null && trace.everAgreed && trace.first != NONE;
  }

  /** That event, or else the last of the key. */
  OptionalLong event(K key) {
    Trace trace = traces.get(key);
    if (trace == null || trace.last == NONE) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(isKnown(key) ? trace.first : trace.last);
  }

  private static final class Trace {
    private boolean everAgreed;
    private long first = NONE;
    private long last = NONE;

    Trace(boolean agreed) {
      this.everAgreed = agreed;
    }
  }
}
