package io.tidemark.row;

import java.util.Objects;
import java.util.Optional;

/**
 * Names a component of a record: by text, or by a reference to its accessor, which then must be one
 * of that record. Immutable.
 *
 * <p>Not API.
 *
 * @param text its name
 * @param record name of the record's class; empty if any will do that has such a component
 */
public record ComponentName(String text, Optional<String> record) {
  /** By text. */
  public static ComponentName of(String text) {
    return new ComponentName(Objects.requireNonNull(text, "component"), Optional.empty());
  }

  /**
   * By a reference to its accessor.
   *
   * @throws IllegalArgumentException if that is something else
   */
  public static ComponentName of(Accessor<?, ?> accessor) {
    MethodReference reference =
        MethodReference.of(Objects.requireNonNull(accessor, "component"))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Invalid component: expected a reference to an accessor, as Balance::owner, or the name as text; actual a lambda, or a class that cannot be looked into: "
                            + accessor.getClass().getName()));
    return new ComponentName(reference.method(), Optional.of(reference.type()));
  }

  boolean isOf(Class<?> type) {
    return record.isEmpty() || record.get().equals(type.getName());
  }

  @Override
  public String toString() {
    return record.map(type -> type.replaceFirst(".*[.$]", "") + "::").orElse("") + text;
  }
}
