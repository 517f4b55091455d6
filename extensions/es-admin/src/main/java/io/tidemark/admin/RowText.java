package io.tidemark.admin;

import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.replay.compare.RowDifference;
import io.tidemark.row.RowComponent;
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
 * @param projection whose rows
 */
public record RowText(ReadModelDefinition<?, ?> projection) {
  private static final String ARROW = " \u2192 ";

  /**
   * The components by their names; of a row that is a map already, its entries. Without a key that
   * only follows from others.
   */
  public Map<String, @Nullable Object> values(Object row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    if (row instanceof Map<?, ?> map) {
      map.forEach((name, value) -> values.put(String.valueOf(name), value));
    } else {
      for (RowComponent component : projection.rows().components()) {
        values.put(component.name(), component.value(row));
      }
    }
    if (projection.key().isDerived()) {
      projection.key().components().forEach(component -> values.remove(component.name()));
    }
    return values;
  }

  /**
   * The key of a row that differs, as people write it where they name a row: as far as it is known,
   * if that is one with other columns.
   */
  public String key(RowDifference difference) {
    return key(projection, difference);
  }

  @SuppressWarnings("unchecked") // a difference is between rows of one projection
  private <K> String key(ReadModelDefinition<K, ?> known, RowDifference difference) {
    Map<String, @Nullable Object> row =
        values(difference.expected().or(difference::actual).orElseThrow());
    List<String> told = known.key().told().stream().map(RowComponent::name).toList();
    boolean isKnown = told.isEmpty() || told.stream().anyMatch(row::containsKey);
    return known.key().isDerived() && isKnown
        ? known.key().toldText(told.stream().map(row::get).toList())
        : known.keyText((K) difference.key());
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
