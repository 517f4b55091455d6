package io.tidemark.row;

import java.io.Serializable;

/**
 * The key of a row: its first component, as {@code Balance::id} gives it, or a record of its first
 * components. Serializable so that a definition can find out which method was meant.
 *
 * @param <K> the key
 * @param <V> the rows
 */
@FunctionalInterface
public interface RowKey<K, V> extends Serializable {
  /** The key; never null. */
  K of(V row);
}
