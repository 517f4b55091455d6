package io.tidemark.dataflow;

import io.tidemark.dataflow.OperatorState.Entry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one group in their order. Nearly always an entry comes after all others, or is the
 * last one, and the first one goes: so they are in an array, with room at both ends. One that comes
 * in between moves those after it, of which there are few unless it is very late.
 */
final class OrderedEntries {
  private @Nullable Entry[] entries = new Entry[1];
  private int begin;
  private int end;

  boolean isEmpty() {
    return begin == end;
  }

  @Nullable Entry find(long at, long tie) {
    int index = firstFrom(at, tie);
    return isAt(index, at, tie) ? entries[index] : null;
  }

  @Nullable Entry before(long at, long tie) {
    int index = firstFrom(at, tie) - 1;
    return index < begin ? null : entries[index];
  }

  @Nullable Entry after(long at, long tie) {
    int index = firstFrom(at, tie);
    int next = isAt(index, at, tie) ? index + 1 : index;
    return next < end ? entries[next] : null;
  }

  /** Those from a number through another. */
  List<Entry> range(long from, long through) {
    int first = firstFrom(from, Long.MIN_VALUE);
    int last = first;
    while (last < end && entry(last).at() <= through) {
      last++;
    }
    return first == last ? List.of() : List.of(Arrays.copyOfRange(entries, first, last));
  }

  /** Returns the one that was there. */
  @Nullable Entry put(Entry entry) {
    int index = firstFrom(entry.at(), entry.tie());
    if (isAt(index, entry.at(), entry.tie())) {
      Entry old = entries[index];
      entries[index] = entry;
      return old;
    }
    if (end == entries.length) {
      index -= begin;
      makeRoom();
    }
    System.arraycopy(entries, index, entries, index + 1, end - index);
    entries[index] = entry;
    end++;
    return null;
  }

  void remove(long at, long tie) {
    int index = firstFrom(at, tie);
    if (!isAt(index, at, tie)) {
      return;
    }
    if (index == begin) {
      entries[begin++] = null;
    } else {
      System.arraycopy(entries, index + 1, entries, index, end - index - 1);
      entries[--end] = null;
    }
  }

  /** Moves all to the front, of a larger array if more than half of this one is in use. */
  private void makeRoom() {
    int size = end - begin;
    @Nullable Entry[] target =
        size > entries.length / 2 ? new Entry[entries.length * 2] : new Entry[entries.length];
    System.arraycopy(entries, begin, target, 0, size);
    entries = target;
    begin = 0;
    end = size;
  }

  /** The index of the first that is at this place or after it. */
  private int firstFrom(long at, long tie) {
    if (begin == end || compare(entry(end - 1), at, tie) < 0) {
      return end;
    }
    if (compare(entry(begin), at, tie) >= 0) {
      return begin;
    }
    int low = begin + 1;
    int high = end - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(entry(middle), at, tie) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isAt(int index, long at, long tie) {
    return index < end && compare(entry(index), at, tie) == 0;
  }

  private static int compare(Entry entry, long at, long tie) {
    return entry.at() == at ? Long.compare(entry.tie(), tie) : Long.compare(entry.at(), at);
  }

  private Entry entry(int index) {
    Entry entry = entries[index];
    if (entry == null) {
      throw new IllegalStateException("No entry between the first and the last");
    }
    return entry;
  }
}
