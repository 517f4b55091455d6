package io.tidemark.codec;

import io.tidemark.Text;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values of one type as JSON, so that what is read is the same whether the text went through {@code
 * jsonb} or not: that orders the names of an object, and writes numbers out. Lists and maps that it
 * reads cannot be changed. Immutable and thread-safe.
 *
 * <p>Not API.
 */
public final class JsonValueCodec {
  private static final JsonMapper MAPPER =
      Json.MAPPER.rebuild().addModule(new UnmodifiableCollections()).build();

  /** As PostgreSQL orders the names of an object: shorter ones first, by their bytes. */
  private static final Comparator<byte[]> BY_LENGTH_AND_BYTES =
      Comparator.<byte[]>comparingInt(name -> name.length).thenComparing(Arrays::compareUnsigned);

  private final Type type;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  private JsonValueCodec(Type type) {
    this.type = type;
    this.reader = MAPPER.readerFor(MAPPER.constructType(type));
    this.writer = MAPPER.writerFor(MAPPER.constructType(type));
  }

  /** For values of this type, which may have type arguments. */
  public static JsonValueCodec of(Type type) {
    return new JsonValueCodec(type);
  }

  /**
   * A value as text.
   *
   * @throws IllegalArgumentException if it cannot be written, or not be stored as {@code jsonb}
   */
  public String encode(Object value) {
    return text(tree(value, false));
  }

  /**
   * A value as text that is the same for all values which {@code jsonb} takes to be equal: 1.0 and
   * 1.00 are.
   *
   * @throws IllegalArgumentException as {@link #encode} does
   */
  public String encodeForComparison(Object value) {
    return text(tree(value, true));
  }

  private JsonNode tree(Object value, boolean stripZeros) {
    try {
      return normal(MAPPER.readTree(writer.writeValueAsString(value)), stripZeros);
    } catch (JacksonException e) {
      throw e.getCause() instanceof ClassCastException
          ? ofOtherType(value, e)
          : new IllegalArgumentException(
              "expected a value that can be written as JSON, actual " + e.getOriginalMessage(), e);
    } catch (ClassCastException e) {
      throw ofOtherType(value, e);
    }
  }

  /** Type arguments of a value nobody checks before it is written. */
  private IllegalArgumentException ofOtherType(Object value, RuntimeException cause) {
    return new IllegalArgumentException(
        "expected %s, actual %s".formatted(type.getTypeName(), value), cause);
  }

  private static String text(JsonNode tree) {
    return MAPPER.writeValueAsString(tree);
  }

  /**
   * The value of a text.
   *
   * @throws IllegalArgumentException if the text is not that of a value
   */
  public Object decode(String json) {
    try {
      Object value = reader.readValue(json);
      if (value == null) {
        throw new IllegalArgumentException("expected a value, actual null");
      }
      return value;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "expected JSON that fits, actual " + e.getOriginalMessage(), e);
    }
  }

  /** Whether one text contains another as {@code @>} has it, both {@link #encodeForComparison}. */
  public static boolean contains(String whole, String part) {
    return contains(MAPPER.readTree(whole), MAPPER.readTree(part));
  }

  private static boolean contains(JsonNode whole, JsonNode part) {
    if (part.isObject()) {
      return whole.isObject()
          && part.properties().stream()
              .allMatch(
                  entry ->
                      whole.has(entry.getKey())
                          && contains(whole.get(entry.getKey()), entry.getValue()));
    }
    if (part.isArray()) {
      return whole.isArray()
          && part.valueStream()
              .allMatch(wanted -> whole.valueStream().anyMatch(each -> contains(each, wanted)));
    }
    return whole.equals(part);
  }

  private static JsonNode normal(JsonNode node, boolean stripZeros) {
    if (node.isObject()) {
      return object(node, stripZeros);
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.valueStream().forEach(each -> array.add(normal(each, stripZeros)));
      return array;
    }
    if (node.isNumber()) {
      return number(node.decimalValue(), stripZeros);
    }
    if (node.isString()) {
      requireStorable(node.stringValue());
    }
    return node;
  }

  private static ObjectNode object(JsonNode node, boolean stripZeros) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
    members.sort(
        Comparator.comparing(
            member -> member.getKey().getBytes(StandardCharsets.UTF_8), BY_LENGTH_AND_BYTES));
    ObjectNode ordered = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : members) {
      requireStorable(member.getKey());
      ordered.set(member.getKey(), normal(member.getValue(), stripZeros));
    }
    return ordered;
  }

  /** Without an exponent; so long that it could not be read back, it is refused. */
  private static JsonNode number(BigDecimal number, boolean stripZeros) {
    long before = Math.max(1, (long) number.precision() - number.scale());
    if (before + Math.max(0, number.scale()) >= Json.MAX_NUMBER_LENGTH) {
      throw new IllegalArgumentException(
          "expected numbers of less than %d digits, actual one of %d before and %d after the decimal point"
              .formatted(Json.MAX_NUMBER_LENGTH, before, Math.max(0, number.scale())));
    }
    BigDecimal exact = stripZeros ? number.stripTrailingZeros() : number;
    return DecimalNode.valueOf(exact.scale() < 0 ? exact.setScale(0) : exact);
  }

  private static void requireStorable(String text) {
    int bad = Text.firstUnstorable(text);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "expected text, actual \\u%04x at index %d, which no UTF-8 database can store"
              .formatted((int) text.charAt(bad), bad));
    }
  }
}
