package io.tidemark.replay.compare;

import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.table.KeyOrderedRows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes through two tables at once in the order of their keys, and holds no more than what it is at
 * and some examples. Not thread-safe.
 */
final class RowMerge<K, V> {
  private static final int EXAMPLES = 10;
  private static final int ADDED = 1;
  private static final int MISSING = 2;
  private static final int CHANGED = 3;

  private final ReadModelDefinition<K, V> projection;
  private final List<Differing<K>> examples = new ArrayList<>();
  private long rows;
  private long added;
  private long missing;
  private long changed;
  private long digest;

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

  @SuppressWarnings("unchecked") // the first column is the key
  private K key(List<@Nullable Object> values) {
    return projection.keyForm((K) Objects.requireNonNull(values.get(0)));
  }

  private void see(
      Optional<List<@Nullable Object>> made, Optional<List<@Nullable Object>> serving) {
    rows += made.isPresent() ? 1 : 0;
    if (made.equals(serving)) {
      return;
    }
    K key = key(made.or(() -> serving).orElseThrow());
    int kind;
    if (serving.isEmpty()) {
      added++;
      kind = ADDED;
    } else if (made.isEmpty()) {
      missing++;
      kind = MISSING;
    } else {
      changed++;
      kind = CHANGED;
    }
    long how = kind == CHANGED ? how(made.orElseThrow(), serving.orElseThrow()) : 0;
    digest += spread(spread(String.valueOf(key).hashCode() * 31L + kind) + how);
    if (examples.size() < EXAMPLES) {
      examples.add(new Differing<>(key, made, serving));
    }
  }

  /** Which columns differ and how: numbers by how much, so that it stays while both move on. */
  private static long how(List<@Nullable Object> made, List<@Nullable Object> serving) {
    long how = 0;
    for (int column = 0; column < made.size(); column++) {
      if (!Objects.equals(made.get(column), serving.get(column))) {
        how += spread(difference(made.get(column), serving.get(column)).hashCode() * 31L + column);
      }
    }
    return how;
  }

  private static String difference(@Nullable Object made, @Nullable Object serving) {
    if (made instanceof Number one && serving instanceof Number other) {
      try {
        BigDecimal by = new BigDecimal(one.toString()).subtract(new BigDecimal(other.toString()));
        return by.stripTrailingZeros().toString();
      } catch (NumberFormatException notFinite) {
        // then they are told like texts
      }
    }
    return serving + " " + made;
  }

  private static long spread(long value) {
    long hash = value * 0x9E3779B97F4A7C15L;
    return hash ^ (hash >>> 29);
  }

  List<Differing<K>> examples() {
    return examples;
  }

  /** With the examples as they were explained. */
  ComparisonReport report(long position, boolean sameColumns, List<RowDifference> explained) {
    return new ComparisonReport(
        projection.name(), position, rows, added, missing, changed, sameColumns, digest, explained);
  }
}
