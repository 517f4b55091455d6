package io.tidemark.stage;

import io.tidemark.row.RowComponent;
import io.tidemark.row.ValueKind;
import org.jspecify.annotations.Nullable;

/**
 * Values of components in the form in which stages remember them.
 *
 * <p>Not API.
 */
public final class StoredValue {
  private StoredValue() {}

  /** A value of a component, as it is remembered. */
  public static Object stateOf(RowComponent component, Object value) {
    if (component.kind() == ValueKind.JSON) {
      return component.json().encode(value);
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value instanceof Integer number ? (Object) number.longValue() : value;
  }

  /** The value of a component that is remembered so; null for null. */
  public static @Nullable Object valueOf(RowComponent component, @Nullable Object state) {
    if (state == null) {
      return null;
    }
    return switch (component.kind()) {
      case JSON -> component.json().decode((String) state);
      case ENUM -> component.parse((String) state);
      case INTEGER -> ((Long) state).intValue();
      default -> state;
    };
  }
}
