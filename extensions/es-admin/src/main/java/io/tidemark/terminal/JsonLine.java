package io.tidemark.terminal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/**
 * A JSON object on one line, its fields in the order in which they were added. What would move the
 * cursor of a terminal or turn the direction of the text is escaped. Not thread-safe.
 */
public final class JsonLine {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** Without fields. */
  public JsonLine() {}

  /**
   * Adds a string, number, boolean, record, or collection of these; a null is left out, here and in
   * records.
   */
  public JsonLine with(String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value instanceof JsonLine nested ? nested.fields : value);
    }
    return this;
  }

  /** Adds a JSON text as it is. */
  public JsonLine withRaw(String name, String json) {
    fields.put(name, new RawValue(json));
    return this;
  }

  @Override
  public String toString() {
    return Printable.escaped(MAPPER.writeValueAsString(fields));
  }
}
