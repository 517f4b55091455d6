package io.tidemark.row;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Refers to a component of a record by its accessor, as {@code Balance::owner}, so that the
 * compiler knows it. Serializable so that one can find out which method was meant; a lambda that
 * calls the accessor names nothing.
 *
 * @param <V> the record
 * @param <T> what the accessor gives
 */
@FunctionalInterface
public interface Accessor<V, T extends @Nullable Object> extends Serializable {
  /** What the component of this row holds. */
  T of(V row);
}
