package io.tidemark.codec;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DatatypeFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** How we read and write JSON: one set of limits, so that whatever was let in can be read back. */
final class Json {
  static final int MAX_DEPTH = 200;
  static final int MAX_NUMBER_LENGTH = 1_000;

  /** Longest text between two quotes; what one event may hold at most stays below it. */
  static final int MAX_STRING_LENGTH = 20_000_000;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxStringLength(MAX_STRING_LENGTH)
                  .maxNameLength(MAX_STRING_LENGTH)
                  .build())
          .build();

  /** The same limits; refuses an object that names a property twice, which costs a little. */
  static final JsonFactory STRICT_FACTORY =
      FACTORY.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Reads and writes as {@link #settings} say. */
  static final JsonMapper MAPPER =
      settings().addModule(RequiredComponents.beside(List.of())).build();

  private Json() {}

  /**
   * As {@link #MAPPER}, with more types and other names.
   *
   * @throws IllegalArgumentException if a module changes what keeps data exact
   */
  static JsonMapper mapper(List<JacksonModule> modules, @Nullable PropertyNamingStrategy naming) {
    JsonMapper mapper =
        settings()
            .propertyNamingStrategy(naming)
            .addModules(modules)
            .addModule(RequiredComponents.beside(modules))
            .build();
    requireSame(MapperFeature.values(), MAPPER::isEnabled, mapper::isEnabled);
    requireSame(DeserializationFeature.values(), MAPPER::isEnabled, mapper::isEnabled);
    requireSame(SerializationFeature.values(), MAPPER::isEnabled, mapper::isEnabled);
    for (DatatypeFeature[] features :
        List.<DatatypeFeature[]>of(
            EnumFeature.values(), DateTimeFeature.values(), JsonNodeFeature.values())) {
      requireSame(features, MAPPER::isEnabled, mapper::isEnabled);
    }
    return mapper;
  }

  private static <F> void requireSame(F[] features, Predicate<F> expected, Predicate<F> actual) {
    for (F feature : features) {
      if (expected.test(feature) != actual.test(feature)) {
        throw new IllegalArgumentException(
            "Invalid module: expected %s to stay %s, actual %s"
                .formatted(feature, word(expected.test(feature)), word(actual.test(feature))));
      }
    }
  }

  private static String word(boolean enabled) {
    return enabled ? "enabled" : "disabled";
  }

  /**
   * Reads and writes fields only: a convenience method named {@code isLarge} is no part of an
   * event. Enums go by their name and times keep their offset and zone, because both must come back
   * equal.
   */
  private static JsonMapper.Builder settings() {
    return JsonMapper.builder(FACTORY)
        .changeDefaultVisibility(
            checker ->
                checker
                    .withVisibility(PropertyAccessor.FIELD, Visibility.ANY)
                    .withVisibility(PropertyAccessor.GETTER, Visibility.NONE)
                    .withVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                    .withVisibility(PropertyAccessor.SETTER, Visibility.NONE))
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
        .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID);
  }
}
