package io.tidemark.admin.text;

import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.terminal.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events in a file, one JSON object on a line, as {@link EventJson} prints them: with the brackets
 * and commas of a list, or without. Their ids are new, since they are not printed.
 */
public final class EventFile {
  /** Numbers keep their digits, as in the log. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private static final Set<String> NAMES =
      Set.of(
          "position", "stream", "version", "type", "recordedAt", "occurredAt", "data", "metadata");

  private EventFile() {}

  /**
   * An event and where it is to be.
   *
   * @param position right after this one
   * @param stream of this stream
   * @param data the event
   */
  public record Placed(long position, StreamId stream, EventData data) {}

  /**
   * All events of a file, in its order.
   *
   * @throws CommandFailedException if a line is no such event; the message names it
   * @throws UncheckedIOException if the file cannot be read
   */
  public static List<Placed> read(Path file) {
    List<Placed> events = new ArrayList<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String text = unlisted(lines.get(i));
      if (!text.isEmpty()) {
        try {
          events.add(event(text));
        } catch (IllegalArgumentException e) {
          throw new CommandFailedException(
              "Line %d of %s: %s".formatted(i + 1, file, e.getMessage()), e);
        }
      }
    }
    if (events.isEmpty()) {
      throw new CommandFailedException(
          "No event in %s: expected a JSON object on each line".formatted(file));
    }
    return events;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new CommandFailedException("Not UTF-8: " + file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without what makes it an item of a list. */
  private static String unlisted(String line) {
    String text = line.strip();
    if (text.startsWith("[")) {
      text = text.substring(1).strip();
    }
    if (text.endsWith(",") || text.endsWith("]")) {
      text = text.substring(0, text.length() - 1).strip();
    }
    return text;
  }

  private static Placed event(String text) {
    JsonNode event = object(text);
    event
        .propertyNames()
        .forEach(
            name -> {
              if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                    "expected position, stream, type, data, and maybe occurredAt and metadata,"
                        + " actual also '%s'".formatted(name));
              }
            });
    return new Placed(
        position(event),
        StreamId.parse(text(event, "stream", "a stream such as account-42")),
        new EventData(
            UUID.randomUUID(),
            text(event, "type", "the type of the event"),
            MAPPER.writeValueAsString(present(event, "data", "the data of the event")),
            metadata(event.get("metadata")),
            occurredAt(event)));
  }

  private static JsonNode object(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "expected a JSON object, actual " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("expected a JSON object, actual " + text);
  }

  private static JsonNode present(JsonNode event, String name, String expected) {
    JsonNode value = event.get(name);
    if (value == null) {
      throw new IllegalArgumentException("'%s' is missing: expected %s".formatted(name, expected));
    }
    return value;
  }

  private static long position(JsonNode event) {
    JsonNode value =
        present(event, "position", "the position of the event after which it is to come");
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
      throw new IllegalArgumentException(
          "expected a whole number of at least 0 in 'position', actual " + value);
    }
    return value.asLong();
  }

  private static String text(JsonNode event, String name, String expected) {
    JsonNode value = present(event, name, expected);
    if (!value.isString()) {
      throw new IllegalArgumentException(
          "expected %s in '%s', actual %s".formatted(expected, name, value));
    }
    return value.asString();
  }

  private static Instant occurredAt(JsonNode event) {
    if (event.get("occurredAt") == null) {
      return Instant.now();
    }
    String text = text(event, "occurredAt", "an instant such as 2026-01-31T12:00:00Z");
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "expected an instant such as 2026-01-31T12:00:00Z in 'occurredAt', actual '%s'"
              .formatted(text),
          e);
    }
  }

  private static Metadata metadata(@Nullable JsonNode node) {
    if (node == null) {
      return Metadata.empty();
    }
    if (!node.isObject()) {
      throw new IllegalArgumentException(
          "expected an object of texts in 'metadata', actual " + node);
    }
    Map<String, String> entries = new LinkedHashMap<>();
    node.propertyNames()
        .forEach(name -> entries.put(name, text(node, name, "a text of the metadata")));
    return Metadata.of(entries);
  }
}
