package io.tidemark.replay.build;

import io.tidemark.row.RecordParts;
import io.tidemark.row.RowType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        weight += ofValue(value);
      }
    }
    return weight;
  }

  /** Within lists, maps and records there are values too. */
  private static long ofValue(@Nullable Object value) {
    long weight = OF_VALUE;
    if (value instanceof String text) {
      weight += 2L * text.length();
    } else if (value instanceof List<?> list) {
      for (Object each : list) {
        weight += ofValue(each);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> each : map.entrySet()) {
        weight += ofValue(each.getKey()) + ofValue(each.getValue());
      }
    } else if (value instanceof Optional<?> optional) {
      weight += ofValue(optional.orElse(null));
    } else if (value instanceof Record row) {
      for (Object each : RecordParts.of(row)) {
        weight += ofValue(each);
      }
    }
    return weight;
  }
}
