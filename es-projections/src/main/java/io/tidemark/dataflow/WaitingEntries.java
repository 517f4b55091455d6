package io.tidemark.dataflow;

import io.tidemark.dataflow.OperatorState.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Entries in the order in which they are due. Nearly always one is due as late as all others or
 * later: so those are in a queue, and only the few that are not are sorted. Not thread-safe.
 */
final class WaitingEntries {
  private static final int AT_ONCE = 500;

  private final Deque<Entry> inOrder = new ArrayDeque<>();
  private final Queue<Entry> others = new PriorityQueue<>(Comparator.comparingLong(Entry::due));

  void add(Entry entry) {
    if (inOrder.isEmpty() || inOrder.getLast().due() <= entry.due()) {
      inOrder.addLast(entry);
    } else {
      others.add(entry);
    }
  }

  /** One that is due first; null if there is none. */
  @Nullable Entry first() {
    return isFirstInOrder() ? inOrder.peekFirst() : others.peek();
  }

  private boolean isFirstInOrder() {
    Entry one = inOrder.peekFirst();
    Entry other = others.peek();
    return other == null || (one != null && one.due() <= other.due());
  }

  /**
   * Some that are due one after the other, as they are now.
   *
   * @param first of the one that is {@link #first}
   * @param through when the last one may be due
   * @param current tells how another is now, null if it is not there
   */
  List<Entry> inOrderFrom(Entry first, long through, Function<Entry, @Nullable Entry> current) {
    if (!isFirstInOrder()) {
      return List.of(first);
    }
    Entry other = others.peek();
    long last = other == null ? through : Math.min(through, other.due());
    if (!isSecondDue(last)) {
      return List.of(first);
    }
    Set<Entry> some = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Entry> found = new ArrayList<>(List.of(first));
    some.add(first);
    for (Entry waiting : inOrder) {
      if (waiting.due() > last || found.size() == AT_ONCE) {
        break;
      }
      Entry now = current.apply(waiting);
      if (now != null && now.due() == waiting.due()) {
        if (some.add(now)) {
          found.add(now);
        }
      } else if (now != null && now.due() != OperatorState.NEVER) {
        break; // it is due later, maybe before the next one
      }
    }
    return found;
  }

  /** Whether the second of those in order is due; most of the time it is not. */
  private boolean isSecondDue(long through) {
    Iterator<Entry> waiting = inOrder.iterator();
    waiting.next();
    return waiting.hasNext() && waiting.next().due() <= through;
  }

  /** Removes the one that is {@link #first}, if there is one. */
  void removeFirst() {
    if (isFirstInOrder()) {
      inOrder.pollFirst();
    } else {
      others.poll();
    }
  }

  /** Removes the one that is {@link #first} if it waits at the place of this one as long. */
  void forgetIfFirst(Entry entry) {
    Entry first = first();
    if (first != null
        && first.due() == entry.due()
        && first.at() == entry.at()
        && first.tie() == entry.tie()
        && first.group().equals(entry.group())) {
      removeFirst();
    }
  }
}
