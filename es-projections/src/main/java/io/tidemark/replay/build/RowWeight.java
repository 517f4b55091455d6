package io.tidemark.replay.build;

import io.tidemark.row.RowType;
import org.jspecify.annotations.Nullable;

/** About how much memory rows take, in bytes. */
final class RowWeight {
  private static final int OF_ENTRY = 160; // the nodes of the map, the entry, the record
  private static final int OF_VALUE = 40;

  private RowWeight() {}

  /** Of a row that is held twice at most: as it is, and as the table has it. */
  static <V> long of(RowType<V> type, @Nullable V row) {
    long weight = OF_ENTRY;
    if (row != null) {
      for (Object value : type.values(row)) {
        weight += OF_VALUE + (value instanceof String text ? 2L * text.length() : 0);
      }
    }
    return weight;
  }
}
