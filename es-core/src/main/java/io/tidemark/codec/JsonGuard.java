package io.tidemark.codec;

import io.tidemark.EventData;
import io.tidemark.InvalidEventException;
import io.tidemark.Text;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Refuses, before it is stored, what could not be read back afterwards: malformed JSON, a property
 * named twice, NUL and half surrogate pairs (escaped or not), numbers of more than 1,000 digits or
 * beyond what SQL can hold as a number, nesting beyond 200 levels, and data over a size limit.
 *
 * <p>Stores call it at each append, before they take any lock. Immutable and thread-safe.
 */
public final class JsonGuard {
  /** The size limit of {@link #standard()}: 1 MiB of UTF-8. */
  public static final int STANDARD_MAX_BYTES = 1 << 20;

  /** The greatest size limit there can be: 16 MiB of UTF-8. */
  public static final int MAX_BYTES_LIMIT = 16 << 20;

  /** What SQL can hold as a number: "Numeric Types" in the PostgreSQL manual. */
  private static final int MAX_DIGITS_BEFORE_POINT = 131_072;

  private static final int MAX_DIGITS_AFTER_POINT = 16_383;

  private static final JsonGuard STANDARD = new JsonGuard(STANDARD_MAX_BYTES);

  private final int maxBytes;

  private JsonGuard(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The guard with a limit of {@link #STANDARD_MAX_BYTES} per event. */
  public static JsonGuard standard() {
    return STANDARD;
  }

  /**
   * A guard with another limit on the data of one event.
   *
   * @param maxBytes limit in bytes of UTF-8, 1 to {@link #MAX_BYTES_LIMIT}
   * @throws IllegalArgumentException if the limit is out of that range
   */
  public static JsonGuard withMaxBytes(int maxBytes) {
    if (maxBytes < 1 || maxBytes > MAX_BYTES_LIMIT) {
      throw new IllegalArgumentException(
          "Invalid size limit: expected 1 to %d bytes, actual %d"
              .formatted(MAX_BYTES_LIMIT, maxBytes));
    }
    return new JsonGuard(maxBytes);
  }

  /**
   * Passes an event whose data can be read back.
   *
   * @throws InvalidEventException if it could not
   */
  public void check(EventData event) {
    String data = event.data();
    checkSize(event);
    checkCharacters(event, data, "data");
    try (JsonParser parser = Json.STRICT_FACTORY.createParser(ObjectReadContext.empty(), data)) {
      checkTokens(event, parser, data.contains("\\u"));
    } catch (JacksonException e) {
      throw invalid(event, "expected well-formed JSON, actual " + e.getOriginalMessage(), e);
    }
  }

  private void checkSize(EventData event) {
    String data = event.data();
    if (data.length() > maxBytes / 3) { // one char is at most three bytes
      long bytes = Text.utf8Length(data);
      if (bytes > maxBytes) {
        throw invalid(
            event, "expected at most %d bytes of data, actual %d".formatted(maxBytes, bytes), null);
      }
    }
  }

  private static void checkTokens(EventData event, JsonParser parser, boolean hasEscapes) {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw invalid(event, "expected a JSON value, actual nothing", null);
    }
    int depth = 0;
    do {
      switch (token) {
        case START_OBJECT, START_ARRAY -> depth++;
        case END_OBJECT, END_ARRAY -> depth--;
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> checkNumber(event, parser, token);
        case PROPERTY_NAME, VALUE_STRING -> {
          if (hasEscapes) {
            checkCharacters(event, parser.getString(), "text");
          }
        }
        default -> {} // true, false and null cannot go wrong
      }
      token = parser.nextToken();
      if (depth == 0 && token != null) {
        throw invalid(event, "expected one JSON value, actual more after it", null);
      }
    } while (token != null);
  }

  private static void checkNumber(EventData event, JsonParser parser, JsonToken token) {
    int length = parser.getStringLength();
    if (length > Json.MAX_NUMBER_LENGTH) {
      throw invalid(
          event,
          "expected numbers of at most %d digits, actual %d"
              .formatted(Json.MAX_NUMBER_LENGTH, length),
          null);
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      requireNumeric(event, parser);
    }
  }

  private static void requireNumeric(EventData event, JsonParser parser) {
    BigDecimal number;
    try {
      number = parser.getDecimalValue();
    } catch (NumberFormatException e) {
      throw invalid(
          event, "expected an exponent that BigDecimal can hold, actual " + e.getMessage(), e);
    }
    long before = (long) number.precision() - number.scale();
    if (before > MAX_DIGITS_BEFORE_POINT || number.scale() > MAX_DIGITS_AFTER_POINT) {
      throw invalid(
          event,
          "expected numbers of at most %d digits before and %d after the decimal point, actual %s"
              .formatted(MAX_DIGITS_BEFORE_POINT, MAX_DIGITS_AFTER_POINT, parser.getString()),
          null);
    }
  }

  private static void checkCharacters(EventData event, String text, String where) {
    int bad = Text.firstUnstorable(text);
    if (bad >= 0) {
      throw invalid(
          event,
          "expected %s that UTF-8 can store, actual \\u%04x at index %d"
              .formatted(where, (int) text.charAt(bad), bad),
          null);
    }
  }

  private static InvalidEventException invalid(
      EventData event, String reason, @Nullable Throwable cause) {
    return new InvalidEventException(event.id(), event.type(), reason, cause);
  }
}
