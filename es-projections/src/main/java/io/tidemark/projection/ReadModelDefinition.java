package io.tidemark.projection;

import static java.util.stream.Collectors.joining;

import io.tidemark.row.KeyType;
import io.tidemark.row.MethodReference;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowIndex;
import io.tidemark.row.RowKey;
import io.tidemark.row.RowType;
import java.util.Arrays;
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
 * @param <V> the rows, a record that begins with the key
 */
public interface ReadModelDefinition<K, V> {
  /** Its name, which is also that of its table. */
  String name();

  /** Its rows. */
  RowType<V> rows();

  /** What its rows are told apart by. */
  KeyType<K> key();

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

  /** Whether state is kept beside its rows, by which they are brought on. */
  default boolean hasState() {
    return false;
  }

  /** The indexes of its table that were declared, each once. */
  default List<RowIndex> indexes() {
    return List.of();
  }

  /** How keys are ordered, in memory as in the database. */
  default Comparator<K> keyOrder() {
    return key().order();
  }

  /**
   * The one form of all keys that are the same to the database: of 1.0 and 1.00, for example.
   *
   * @throws IllegalArgumentException if the database cannot hold it
   */
  default K keyForm(K key) {
    try {
      return key().form(key);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid key %s of projection %s: %s"
              .formatted(
                  key().components().stream().map(RowComponent::name).collect(joining(", ")),
                  name(),
                  e.getMessage()),
          e);
    }
  }

  /** A key, in its one form, as text: other keys have other texts. */
  default String keyText(K key) {
    return key().text(key);
  }

  /**
   * The key that somebody wrote, in its one form.
   *
   * @throws IllegalArgumentException if it is none; the message says what is expected
   */
  default K parseKey(String text) {
    return key().parse(text);
  }

  /**
   * What a definition begins with.
   *
   * <p>Not API.
   *
   * @param name also that of the table
   * @param type the rows
   * @param key what they are told apart by
   * @param keys gives the key of a row
   */
  record NamedRows<K, V>(String name, RowType<V> type, KeyType<K> key, RowKey<K, V> keys) {
    /**
     * Rows whose first component is the key.
     *
     * @throws IllegalArgumentException if the name, the record or the key is not usable
     */
    public static <K, V> NamedRows<K, V> of(String name, Class<V> row, RowKey<K, V> keys) {
      ProjectionName.require(name);
      RowType<V> rows = RowType.of(row);
      KeyType<K> key = KeyType.firstOf(rows);
      requireFirst(name, row, key.components().get(0), Objects.requireNonNull(keys, "key"));
      return new NamedRows<>(name, rows, key, keys);
    }

    /**
     * Rows whose first components are the key, which is a record of them.
     *
     * @throws IllegalArgumentException if the name or one of the records is not usable
     */
    public static <K, V> NamedRows<K, V> of(
        String name, Class<V> row, Class<K> key, RowKey<K, V> keys) {
      ProjectionName.require(name);
      RowType<V> rows = RowType.of(row);
      return new NamedRows<>(
          name, rows, KeyType.recordOf(rows, key), Objects.requireNonNull(keys, "key"));
    }

    /**
     * Rows told apart by as many of their first components, in an object of a shape.
     *
     * @throws IllegalArgumentException if the name or one of them is not usable
     */
    public static <K, V> NamedRows<K, V> of(
        String name, RowType<V> rows, int count, KeyType.Shape<K> shape, RowKey<K, V> keys) {
      ProjectionName.require(name);
      return new NamedRows<>(name, rows, KeyType.of(rows, count, shape), keys);
    }

    /** The key of a row, as it is given. */
    public K keyOf(V row) {
      return keys.of(row);
    }

    private static String hint(Class<?> row, String method) {
      boolean isComponent =
          Arrays.stream(row.getRecordComponents()).anyMatch(each -> each.getName().equals(method));
      return isComponent
          ? ""
          : "; of a key of several components name the record too, as in named(name, %1$s.class, Key.class, %1$s::%2$s)"
              .formatted(row.getSimpleName(), method);
    }

    /**
     * Refuses a reference to another method than the accessor of the first component. Of a lambda
     * it is not known what it gives; rows are checked one by one besides.
     */
    private static void requireFirst(
        String projection, Class<?> row, RowComponent first, RowKey<?, ?> keys) {
      Optional<String> actual =
          MethodReference.of(keys)
              .filter(reference -> reference.type().equals(row.getName()))
              .map(MethodReference::method);
      if (actual.isPresent() && !actual.get().equals(first.name())) {
        throw new IllegalArgumentException(
            "Invalid key of projection %s: expected the first component %s of %s, actual %s%s"
                .formatted(
                    projection,
                    first.name(),
                    row.getSimpleName(),
                    actual.get(),
                    hint(row, actual.get())));
      }
    }
  }
}
