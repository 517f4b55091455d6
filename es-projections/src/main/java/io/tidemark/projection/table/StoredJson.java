package io.tidemark.projection.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value as it is kept: two that are read as equal may have other texts, if one has within it what
 * its type does not know.
 *
 * @param text as the database writes it: one for all that are the same to it, but for the scale of
 *     numbers
 */
public record StoredJson(Object value, String text) {
  /** The values of a row, as its record has them. */
  public static List<@Nullable Object> values(List<@Nullable Object> row) {
    return each(row, StoredJson::value);
  }

  /** The values of a row, of JSON the texts. */
  public static List<@Nullable Object> texts(List<@Nullable Object> row) {
    return each(row, StoredJson::text);
  }

  private static List<@Nullable Object> each(
      List<@Nullable Object> row, Function<StoredJson, Object> part) {
    List<@Nullable Object> parts = new ArrayList<>(row.size());
    for (Object value : row) {
      parts.add(value instanceof StoredJson json ? part.apply(json) : value);
    }
    return parts;
  }
}
