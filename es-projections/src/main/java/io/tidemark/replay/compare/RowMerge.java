package io.tidemark.replay.compare;

import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.table.KeyOrderedRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes through two tables at once in the order of their keys, and holds no more than what it is at
 * and some examples. Not thread-safe.
 */
final class RowMerge<K, V> {
  private static final int EXAMPLES = 10;

  private final ReadModelDefinition<K, V> projection;
  private final List<Differing<K>> examples = new ArrayList<>();
  private long rows;
  private long added;
  private long missing;
  private long changed;
  private final DifferenceDigest digest = new DifferenceDigest();

  /**
   * A key and its values in both, as they are stored, the key first; empty where there is no row.
   */
  record Differing<K>(
      K key, Optional<List<@Nullable Object>> made, Optional<List<@Nullable Object>> serving) {}

  RowMerge(ReadModelDefinition<K, V> projection) {
    this.projection = projection;
  }

  void run(KeyOrderedRows allMade, KeyOrderedRows allServing) {
    Comparator<K> order = projection.keyOrder();
    Optional<List<@Nullable Object>> made = allMade.next();
    Optional<List<@Nullable Object>> serving = allServing.next();
    while (made.isPresent() || serving.isPresent()) {
      int compared =
          made.isEmpty()
              ? 1
              : serving.isEmpty() ? -1 : order.compare(key(made.get()), key(serving.get()));
      see(compared <= 0 ? made : Optional.empty(), compared >= 0 ? serving : Optional.empty());
      made = compared <= 0 ? allMade.next() : made;
      serving = compared >= 0 ? allServing.next() : serving;
    }
  }

  private K key(List<@Nullable Object> values) {
    return projection.key().of(values);
  }

  private void see(
      Optional<List<@Nullable Object>> made, Optional<List<@Nullable Object>> serving) {
    rows += made.isPresent() ? 1 : 0;
    if (made.equals(serving)) {
      return;
    }
    K key = key(made.or(() -> serving).orElseThrow());
    if (serving.isEmpty()) {
      added++;
    } else if (made.isEmpty()) {
      missing++;
    } else {
      changed++;
    }
    digest.add(projection.keyText(key), made, serving);
    if (examples.size() < EXAMPLES) {
      examples.add(new Differing<>(key, made, serving));
    }
  }

  List<Differing<K>> examples() {
    return examples;
  }

  /** With the examples as they were explained. */
  ComparisonReport report(long position, boolean sameColumns, List<RowDifference> explained) {
    return new ComparisonReport(
        projection.name(),
        position,
        rows,
        added,
        missing,
        changed,
        sameColumns,
        digest.value(),
        explained);
  }
}
