package io.tidemark.jdbc;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that is an SQL array of a named element type, for example {@code text}.
 *
 * <p>Not API.
 */
public final class SqlArray {
  private final String elementType;
  private final @Nullable Object[] elements;

  private SqlArray(String elementType, @Nullable Object[] elements) {
    this.elementType = elementType;
    this.elements = elements;
  }

  /**
   * Of these elements, which the driver must be able to write as that type; elements may be null.
   */
  public static SqlArray of(String elementType, Collection<? extends @Nullable Object> elements) {
    return new SqlArray(
        elementType,
        elementType.equals("bytea") // which the driver takes in an array of its own kind only
            ? elements.toArray(new byte[0][])
            : elements.toArray());
  }

  String elementType() {
    return elementType;
  }

  @Nullable Object[] elements() {
    return elements;
  }
}
