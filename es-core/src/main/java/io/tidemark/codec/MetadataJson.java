package io.tidemark.codec;

import io.tidemark.Metadata;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/**
 * Metadata as stores keep it: one flat JSON object of texts, in the order of its entries.
 *
 * <p>Not API.
 */
public final class MetadataJson {
  private static final String NONE = "{}";

  private MetadataJson() {}

  /** The JSON text of these entries; <code>{}</code> if there are none. */
  public static String write(Metadata metadata) {
    if (metadata.isEmpty()) {
      return NONE;
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      metadata.asMap().forEach(json::writeStringProperty);
      json.writeEndObject();
    }
    return text.toString();
  }

  /**
   * The entries of such a text. They are parsed when they are first looked at; only then is text of
   * another form refused, with an {@link IllegalArgumentException}.
   */
  public static Metadata read(String text) {
    return text.equals(NONE) ? Metadata.empty() : Metadata.deferred(() -> parse(text));
  }

  /** Of a name that comes twice the last counts, as it does for the database. */
  private static Map<String, String> parse(String text) {
    Map<String, String> entries = new LinkedHashMap<>();
    Set<String> others = new HashSet<>(); // whose value is no text
    try (JsonParser json = Json.FACTORY.createParser(ObjectReadContext.empty(), text)) {
      require(json.nextToken() == JsonToken.START_OBJECT, text);
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        if (json.nextToken() == JsonToken.VALUE_STRING) {
          entries.put(name, json.getString());
          others.remove(name);
        } else {
          json.skipChildren();
          others.add(name);
        }
      }
      require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null, text);
      require(others.isEmpty(), text);
      return entries;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(problem(text), e);
    }
  }

  private static void require(boolean fits, String text) {
    if (!fits) {
      throw new IllegalArgumentException(problem(text));
    }
  }

  private static String problem(String text) {
    return "Invalid metadata: expected one flat JSON object of texts, actual " + text;
  }
}
