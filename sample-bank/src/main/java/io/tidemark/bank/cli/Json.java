package io.tidemark.bank.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** A JSON object on one line, its fields in the order in which they were added. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** Adds a string, number, boolean, or collection of these; a null is left out. */
  Json with(String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value instanceof Json nested ? nested.fields : value);
    }
    return this;
  }

  /** Adds a JSON text as it is. */
  Json withRaw(String name, String json) {
    fields.put(name, new RawValue(json));
    return this;
  }

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  @Override
  public String toString() {
    return text(fields);
  }
}
