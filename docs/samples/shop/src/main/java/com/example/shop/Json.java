package com.example.shop;

import io.javalin.json.JsonMapper;
import java.lang.reflect.Type;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;

/** JSON for Javalin, by the Jackson that Tidemark brings along. */
final class Json implements JsonMapper {
  private static final ObjectMapper JACKSON =
      tools.jackson.databind.json.JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT) // 1.9 mugs are not one mug
          .build();

  @Override
  public String toJsonString(Object value, Type type) {
    return JACKSON.writeValueAsString(value);
  }

  @Override
  public <T> T fromJsonString(String json, Type type) {
    T value = JACKSON.readValue(json, JACKSON.constructType(type));
    if (value == null) {
      throw new IllegalArgumentException("JSON: expected an object, actual null");
    }
    return value;
  }
}
