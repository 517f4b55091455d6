package io.tidemark.admin;

import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a read model, as their components say them. Not API.
 *
 * @param type of the rows
 */
public record RowText(RowType<?> type) {
  private static final String ARROW = " \u2192 ";

  /** The components by their names; of a row that is a map already, its entries. */
  public Map<String, @Nullable Object> values(Object row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    if (row instanceof Map<?, ?> map) {
      map.forEach((name, value) -> values.put(String.valueOf(name), value));
    } else {
      for (RowComponent component : type.components()) {
        values.put(component.name(), component.value(row));
      }
    }
    return values;
  }

  /** What became of a row: all of it if it came or went, else the components that have changed. */
  public String change(Optional<?> before, Optional<?> after) {
    if (before.isEmpty() && after.isEmpty()) {
      return "no row";
    }
    if (before.isEmpty()) {
      return "new row: " + listed(values(after.get()));
    }
    if (after.isEmpty()) {
      return "row removed: " + listed(values(before.get()));
    }
    return changed(values(before.get()), values(after.get()));
  }

  private static String listed(Map<String, @Nullable Object> values) {
    List<String> parts = new ArrayList<>();
    values.forEach((name, value) -> parts.add(name + " " + text(value)));
    return String.join(", ", parts);
  }

  private static String changed(
      Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    List<String> parts = new ArrayList<>();
    after.forEach(
        (name, value) -> {
          Object old = before.get(name);
          if (!Objects.equals(old, value)) {
            parts.add(name + " " + text(old) + ARROW + text(value));
          }
        });
    return parts.isEmpty() ? "no component of both" : String.join(", ", parts);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "none" : value.toString();
  }
}
