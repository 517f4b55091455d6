package io.tidemark.sql.cases.window;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A window of an engine, what happens to it step by step, and the rows that each step makes appear.
 *
 * @param options of the window, as the case names them
 * @param expected for each step
 * @param dropped how many events are left out, if the case says so
 */
record WindowCase(
    String id,
    String family,
    Engine engine,
    JsonNode options,
    List<Step> steps,
    List<List<JsonNode>> expected,
    boolean isOrdered,
    OptionalInt dropped) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Whose ways a window has. */
  enum Engine {
    /** Siddhi and Esper: a queue in the order of arrival. */
    QUEUE,
    FLINK,
    KAFKA;

    static Engine of(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "siddhi", "esper" -> QUEUE;
        case "flink" -> FLINK;
        case "kafka streams" -> KAFKA;
        default ->
            throw new IllegalArgumentException(
                "Invalid engine: expected Siddhi, Esper, Flink or Kafka Streams, actual " + name);
      };
    }
  }

  /**
   * One step.
   *
   * @param at milliseconds since the epoch, of an event or a watermark
   */
  record Step(Kind kind, long at, BigDecimal value, Optional<String> key) {
    enum Kind {
      EVENT,
      WATERMARK,
      END,
      RESTART
    }
  }

  /** Whether a file holds such cases. */
  static boolean isIn(Path file) throws IOException {
    return JSON.readTree(Files.readString(file)).has("cases");
  }

  static List<JsonNode> read(Path file) throws IOException {
    return list(JSON.readTree(Files.readString(file)).get("cases"));
  }

  static WindowCase of(JsonNode json) {
    List<Step> steps = list(json.get("steps")).stream().map(WindowCase::step).toList();
    List<List<JsonNode>> expected = new ArrayList<>();
    steps.forEach(step -> expected.add(new ArrayList<>()));
    for (JsonNode row : json.get("expect")) {
      expected.get(row.get("after").asInt()).add(row.get("out"));
    }
    return new WindowCase(
        json.get("id").asString(),
        json.get("family").asString(),
        Engine.of(json.get("source").get("engine").asString()),
        json.get("window"),
        steps,
        expected,
        !json.path("unordered").asBoolean(false),
        json.has("dropped") ? OptionalInt.of(json.get("dropped").asInt()) : OptionalInt.empty());
  }

  private static Step step(JsonNode json) {
    Step.Kind kind = Step.Kind.valueOf(json.get("op").asString().toUpperCase(Locale.ROOT));
    return new Step(
        kind,
        json.path("t").asLong(0),
        json.has("v") ? json.get("v").decimalValue() : BigDecimal.ZERO,
        json.has("key") && !json.get("key").isNull()
            ? Optional.of(json.get("key").asString())
            : Optional.empty());
  }

  static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  /** Whether the engine is told its watermarks, or they follow from a rule that the case gives. */
  boolean isWatermarkTold() {
    return options.has("watermark")
        || options.path("trigger").asString("").contains("watermark")
        || steps.stream().anyMatch(step -> step.kind() == Step.Kind.WATERMARK);
  }

  /** The latest time of an event. */
  long latest() {
    return steps.stream().mapToLong(Step::at).max().orElse(0);
  }

  @Override
  public String toString() {
    return "%s %s of %s %s".formatted(id, family, engine, options);
  }
}
