package io.tidemark.sql.cases;

import io.tidemark.EventIds;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A statement, events, and the rows that there are after each of them.
 *
 * @param changes what each position does; 0 is before the first event
 * @param atEnd what the end of time does
 * @param rows all rows at the end of time
 */
record StreamCase(
    String id,
    String title,
    String sql,
    Emission emission,
    Duration delay,
    Map<String, List<SqlColumn>> types,
    Map<String, ReadModel> readModels,
    List<RecordedEvent> events,
    List<String> columns,
    Map<Long, CaseChange> changes,
    CaseChange atEnd,
    List<JsonNode> rows) {
  /** Later than all times of the cases, so that no event is ahead of it. */
  private static final Instant RECORDED = Instant.parse("2100-01-01T00:00:00Z");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A read model whose row of a key is the last event of it. */
  record ReadModel(String key, List<SqlColumn> columns, String from) {}

  /** Rows out and rows in. */
  record CaseChange(List<JsonNode> removed, List<JsonNode> added) {
    static final CaseChange NONE = new CaseChange(List.of(), List.of());
  }

  static StreamCase read(Path file) {
    try {
      return of(JSON.readTree(Files.readString(file)));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("Cannot read case " + file, e);
    }
  }

  private static StreamCase of(JsonNode json) {
    Map<String, List<SqlColumn>> types = new LinkedHashMap<>();
    json.get("types")
        .properties()
        .forEach(type -> types.put(type.getKey(), columns(type.getValue())));
    Map<Long, CaseChange> changes = new LinkedHashMap<>();
    CaseChange atEnd = CaseChange.NONE;
    for (JsonNode each : json.get("changes")) {
      CaseChange change = new CaseChange(list(each.get("remove")), list(each.get("add")));
      if (each.get("after").isNumber()) {
        changes.put(each.get("after").asLong(), change);
      } else {
        atEnd = change;
      }
    }
    return new StreamCase(
        json.get("id").asString(),
        json.get("title").asString(),
        json.get("sql").asString(),
        json.get("emit").asString().equals("closed") ? Emission.CLOSED : Emission.ALWAYS,
        Duration.ofMillis(json.get("delay_ms").asLong()),
        types,
        readModels(json),
        list(json.get("events")).stream().map(StreamCase::event).toList(),
        list(json.get("columns")).stream().map(JsonNode::asString).toList(),
        changes,
        atEnd,
        list(json.get("rows")));
  }

  private static Map<String, ReadModel> readModels(JsonNode json) {
    Map<String, ReadModel> readModels = new LinkedHashMap<>();
    if (json.has("read_models")) {
      json.get("read_models")
          .properties()
          .forEach(
              each -> {
                JsonNode model = each.getValue();
                readModels.put(
                    each.getKey(),
                    new ReadModel(
                        model.get("key").asString(),
                        columns(model.get("columns")),
                        model.get("from").asString()));
              });
    }
    return readModels;
  }

  private static List<SqlColumn> columns(JsonNode types) {
    Set<Map.Entry<String, JsonNode>> all = types.properties();
    return all.stream()
        .map(each -> new SqlColumn(each.getKey(), SqlType.parse(each.getValue().asString())))
        .toList();
  }

  private static RecordedEvent event(JsonNode json) {
    long position = json.get("position").asLong();
    return new RecordedEvent(
        position,
        StreamId.parse(json.get("stream").asString()),
        position,
        EventIds.next(),
        json.get("type").asString(),
        json.get("data").toString(),
        Metadata.empty(),
        Instant.parse(json.get("occurred_at").asString()),
        RECORDED.plusSeconds(position));
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  @Override
  public String toString() {
    return id + " " + title;
  }
}
