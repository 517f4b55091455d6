package io.tidemark.projection;

import io.tidemark.row.MethodReference;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import io.tidemark.row.ValueKind;
import java.util.Optional;

/** What the key of a row was said to be. */
final class KeyReference {
  private KeyReference() {}

  /** Refuses a key that no key of a stream can be. */
  static void requireText(String projection, RowComponent key) {
    if (key.kind() != ValueKind.TEXT) {
      throw new IllegalArgumentException(
          "Invalid key %s of projection %s: expected text, as keys of streams are, actual %s"
              .formatted(key.name(), projection, key.type().getSimpleName()));
    }
  }

  /**
   * Refuses a reference to another component than the first. Of a lambda it is not known what it
   * gives; rows are checked one by one besides.
   */
  static void requireFirst(String projection, RowType<?> rows, RowKey<?, ?> key) {
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
