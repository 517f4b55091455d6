package io.tidemark.readmodel;

import java.util.List;

/**
 * Rows, and how far they are.
 *
 * @param position through which all events count in them. Rows that are split into shards may have
 *     more: each shard goes on by itself, and this is where the last of them is
 */
public record RowsAtPosition<V>(List<V> rows, long position) {
  /** Copies the list. */
  public RowsAtPosition {
    rows = List.copyOf(rows);
  }
}
