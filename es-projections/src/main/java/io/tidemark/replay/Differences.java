package io.tidemark.replay;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares rows, as they come in any order, with those that are expected. Not thread-safe. */
final class Differences<K, V> {
  private static final int EXAMPLES = 10;

  private final SortedMap<K, V> expected;
  private final Set<K> seen = new HashSet<>();
  private final TreeMap<K, RowDifference> first;
  private long count;

  Differences(SortedMap<K, V> expected) {
    this.expected = expected;
    this.first = new TreeMap<>(expected.comparator());
  }

  /** A row that is there. */
  void add(K key, V row) {
    seen.add(key);
    compare(key, row);
  }

  /** After all rows that are there. */
  VerificationReport report(String projection, long position) {
    expected.keySet().stream()
        .filter(key -> !seen.contains(key))
        .forEach(key -> compare(key, null));
    return new VerificationReport(
        projection, position, expected.size(), count, List.copyOf(first.values()));
  }

  private void compare(K key, @Nullable V actual) {
    Optional<Object> should = Optional.ofNullable(expected.get(key));
    Optional<Object> is = Optional.ofNullable(actual);
    if (should.equals(is)) {
      return;
    }
    count++;
    first.put(key, new RowDifference(key, should, is));
    if (first.size() > EXAMPLES) {
      first.pollLastEntry();
    }
  }
}
