package io.tidemark.sql.cases.window;

import io.tidemark.sql.cases.window.CaseRow.OfEvent;
import io.tidemark.sql.cases.window.CaseRow.OfTime;
import io.tidemark.sql.cases.window.WindowCase.Engine;
import io.tidemark.sql.cases.window.WindowCase.Step;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Rows that came, as an engine tells them: what differs in presentation alone. These are the names
 * of columns, the end of a session, which values have left a window, the order of rows that come at
 * once, and that Flink tells rows of {@code OVER} at watermarks only.
 */
final class ToldRows {
  private final WindowCase of;
  private final Map<Long, Step> steps;
  private final List<CaseRow> waiting = new ArrayList<>();
  private final Map<String, List<BigDecimal>> before = new HashMap<>();

  /**
   * Of a case.
   *
   * @param steps by the positions of their events
   */
  ToldRows(WindowCase of, Map<Long, Step> steps) {
    this.of = of;
    this.steps = steps;
  }

  /** What is told at a step by which these rows came. */
  List<CaseRow> told(Step step, List<CaseRow> came) {
    waiting.addAll(came);
    boolean isOver =
        of.engine() == Engine.FLINK && of.family().startsWith("sliding") && of.isWatermarkTold();
    if (isOver && step.kind() == Step.Kind.EVENT && !of.options().has("watermark")) {
      return List.of();
    }
    List<CaseRow> told = new ArrayList<>(waiting);
    waiting.clear();
    told.sort(
        Comparator.comparing(ToldRows::end)
            .thenComparing(ToldRows::begin)
            .thenComparing(ToldRows::position));
    return told;
  }

  private static Instant end(CaseRow row) {
    return row instanceof OfTime window
        ? window.until()
        : row instanceof OfEvent event ? event.at() : Instant.EPOCH;
  }

  private static Instant begin(CaseRow row) {
    return row instanceof OfTime window ? window.begin() : Instant.EPOCH;
  }

  private static long position(CaseRow row) {
    return row instanceof OfEvent event ? event.position() : 0;
  }

  /** What differs from what a step is to tell; empty if nothing does. */
  Optional<String> difference(List<JsonNode> expected, List<CaseRow> told) {
    List<Map<String, Object>> actual = told.stream().map(this::fields).toList();
    boolean isEqual = expected.size() == actual.size();
    if (of.isOrdered()) {
      for (int i = 0; isEqual && i < actual.size(); i++) {
        isEqual = isEqual(expected.get(i), actual.get(i));
      }
    } else {
      List<Map<String, Object>> rest = new ArrayList<>(actual);
      for (JsonNode row : expected) {
        isEqual &= removeOne(rest, row);
      }
    }
    return isEqual
        ? Optional.empty()
        : Optional.of("%n    expected%n%s    actual%n%s".formatted(lines(expected), lines(actual)));
  }

  private static String lines(List<?> rows) {
    StringBuilder lines = new StringBuilder();
    rows.forEach(row -> lines.append("      %s%n".formatted(row)));
    return rows.isEmpty() ? "      no rows\n" : lines.toString();
  }

  private static boolean removeOne(List<Map<String, Object>> rows, JsonNode row) {
    for (int i = 0; i < rows.size(); i++) {
      if (isEqual(row, rows.get(i))) {
        rows.remove(i);
        return true;
      }
    }
    return false;
  }

  private Map<String, Object> fields(CaseRow row) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("key", CaseLog.key(row));
    fields.put("sum", row.total());
    fields.put("count", BigDecimal.valueOf(row.events()));
    List<BigDecimal> values = row.values();
    if (!values.isEmpty()) {
      fields.put("first", values.get(0));
      fields.put("last", values.get(values.size() - 1));
      fields.put("batch", values);
      fields.put("expired", expired(row, values));
    }
    if (row instanceof OfTime window) {
      boolean isInclusive = of.options().path("end").asString("").contains("inclusive");
      long less = isInclusive ? of.options().path("gap").asLong() : 0;
      fields.put("start", millis(window.begin()));
      fields.put("end", millis(window.until().minusMillis(less)));
    }
    if (row instanceof OfEvent event) {
      fields.put("t", millis(event.at()));
      fields.put("v", steps.get(event.position()).value());
    }
    return fields;
  }

  /** What was in the window before and is not any more; a batch lets all of the one before go. */
  private List<BigDecimal> expired(CaseRow row, List<BigDecimal> values) {
    List<BigDecimal> gone =
        new ArrayList<>(Optional.ofNullable(before.put(row.owner(), values)).orElse(List.of()));
    int come = of.options().path("emit_every").asInt(1);
    return row instanceof OfEvent
        ? gone.subList(0, Math.max(0, gone.size() - Math.max(0, values.size() - come)))
        : gone;
  }

  private static BigDecimal millis(Instant time) {
    return BigDecimal.valueOf(time.toEpochMilli());
  }

  private static boolean isEqual(JsonNode expected, Map<String, Object> actual) {
    return expected.properties().stream()
        .allMatch(
            field -> {
              if (!actual.containsKey(field.getKey())) {
                throw new IllegalArgumentException("Unknown column of a row: " + field.getKey());
              }
              return isEqual(field.getValue(), actual.get(field.getKey()));
            });
  }

  private static boolean isEqual(JsonNode expected, Object actual) {
    if (expected.isNull() || actual == null) {
      return expected.isNull() && actual == null;
    }
    if (actual instanceof List<?> all) {
      if (expected.size() != all.size()) {
        return false;
      }
      for (int i = 0; i < all.size(); i++) {
        if (!isEqual(expected.get(i), all.get(i))) {
          return false;
        }
      }
      return true;
    }
    return actual instanceof BigDecimal number
        ? expected.isNumber() && number.compareTo(expected.decimalValue()) == 0
        : expected.isString() && actual.equals(expected.asString());
  }
}
