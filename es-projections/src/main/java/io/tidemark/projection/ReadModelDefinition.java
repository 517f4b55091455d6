package io.tidemark.projection;

import io.tidemark.row.MethodReference;
import io.tidemark.row.RowIndex;
import io.tidemark.row.RowType;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the rows of a projection are: their name, their record, and its key. How they follow from
 * events is said by its two kinds: a {@link Projection} folds event by event, and a {@code
 * SetProjection} is one SQL statement over a range of the log. No others can be run. Immutable and
 * thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows, a record whose first component is the key
 */
public interface ReadModelDefinition<K, V> {
  /** Its name, which is also that of its table. */
  String name();

  /** Its rows. */
  RowType<V> rows();

  /** The key of a row, in its one form. */
  K keyOf(V row);

  /**
   * Which version of the code this is, in words. Empty if it cannot be told: then it is taken for
   * other code than any.
   */
  String foldVersion();

  /** Whether its rows keep the positions between which they were valid. */
  default boolean hasHistory() {
    return false;
  }

  /** The indexes of its table that were declared, each once. */
  default List<RowIndex> indexes() {
    return List.of();
  }

  /** How keys are ordered, in memory as in the database. */
  default Comparator<K> keyOrder() {
    Comparator<Object> order = rows().key().kind().order();
    return order::compare;
  }

  /**
   * The one form of all keys that are the same to the database: of 1.0 and 1.00, for example.
   *
   * @throws IllegalArgumentException if the database cannot hold it
   */
  @SuppressWarnings("unchecked") // a kind of value gives values of one class
  default K keyForm(K key) {
    try {
      return (K) rows().key().kind().keyForm(key);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid key %s of projection %s: %s"
              .formatted(rows().key().name(), name(), e.getMessage()),
          e);
    }
  }

  /** A key, in its one form, as text: other keys have other texts. */
  default String keyText(K key) {
    return rows().key().text(key);
  }

  /**
   * The rows that a definition begins with.
   *
   * @throws IllegalArgumentException if the name, the record or the key is not usable
   */
  static <K, V> RowType<V> rowsOf(String name, Class<V> row, RowKey<K, V> key) {
    ProjectionName.require(name);
    RowType<V> rows = RowType.of(row);
    requireFirst(name, rows, Objects.requireNonNull(key, "key"));
    return rows;
  }

  /**
   * Refuses a reference to another component than the first. Of a lambda it is not known what it
   * gives; rows are checked one by one besides.
   */
  private static void requireFirst(String projection, RowType<?> rows, RowKey<?, ?> key) {
    Optional<String> actual =
        MethodReference.of(key)
            .filter(reference -> reference.type().equals(rows.type().getName()))
            .map(MethodReference::method)
            .filter(name -> rows.components().stream().anyMatch(c -> c.name().equals(name)));
    if (actual.isPresent() && !actual.get().equals(rows.key().name())) {
      throw new IllegalArgumentException(
          "Invalid key of projection %s: expected the first component %s of %s, actual %s"
              .formatted(projection, rows.key().name(), rows.type().getSimpleName(), actual.get()));
    }
  }
}
