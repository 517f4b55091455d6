package io.tidemark.row;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a read model are told apart by: their first component, or a record of as many of
 * their first components as it has itself. Immutable and thread-safe.
 *
 * @param <K> the key
 */
public sealed interface KeyType<K> permits ComponentKey, RecordKey {
  /**
   * The first component of these rows.
   *
   * @throws IllegalArgumentException if it may be null or has no order
   */
  static <K> KeyType<K> firstOf(RowType<?> rows) {
    return new ComponentKey<>(rows);
  }

  /**
   * The first components of these rows, as this record has them.
   *
   * @throws IllegalArgumentException if it is no record, has other components than those that the
   *     rows begin with, or one that may be null or has no order
   */
  static <K> KeyType<K> recordOf(RowType<?> rows, Class<K> key) {
    return new RecordKey<>(rows, key);
  }

  /** The components of the rows that it is made of, in their order: one at least. */
  List<RowComponent> components();

  /**
   * The one form of all keys that are the same to the database: of 1.0 and 1.00, for example.
   *
   * @throws IllegalArgumentException if the database cannot hold it
   */
  K form(K key);

  /** The values of its components, in their order. */
  List<Object> values(K key);

  /** The key with these values, in its one form; there may be more of them. */
  K of(List<? extends @Nullable Object> values);

  /** The key of a row, in its one form, as its components say. */
  K ofRow(Object row);

  /** Whether a row has this key, which is in its one form. */
  boolean isOf(K key, Object row);

  /** How keys in their one form are ordered, in memory as in the database. */
  Comparator<K> order();

  /** A key, in its one form, as text: other keys have other texts. */
  String text(K key);

  /**
   * The key that somebody wrote, in its one form.
   *
   * @throws IllegalArgumentException if it is none; the message says what is expected
   */
  K parse(String text);
}
