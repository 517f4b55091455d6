package io.tidemark.sql.cases.window;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.sql.cases.window.WindowCase.Engine;
import io.tidemark.sql.cases.window.WindowCase.Step;
import io.tidemark.store.EventStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps of a case as events: also how far time goes where an engine is told that, since here
 * time only goes on with events. Flink's watermark w says that no more comes of w or before it,
 * ours that none comes from before it, so that ours is a millisecond later; but for the rows of
 * {@code OVER}, which are there when the watermark has reached their own time.
 */
final class CaseLog {
  /** Before each key: that there is none is a key too. */
  private static final String KEY = "key ";

  private static final Pattern RULE =
      Pattern.compile("max event time(?: - (\\d+))? after every event");

  private final WindowCase of;
  private final Duration delay;
  private final List<List<EventData>> steps = new ArrayList<>();
  private long latest = Long.MIN_VALUE;

  CaseLog(WindowCase of) {
    this.of = of;
    this.delay = EngineWindow.delay(of);
    of.steps().forEach(step -> steps.add(events(step)));
  }

  /** What each step appends. */
  List<List<EventData>> steps() {
    return steps;
  }

  /** So far on that everything closes. */
  EventData end() {
    return watermark(of.latest() + Duration.ofDays(20_000).toMillis());
  }

  private List<EventData> events(Step step) {
    List<EventData> events = new ArrayList<>();
    switch (step.kind()) {
      case EVENT -> {
        String key = step.key().map(name -> KEY + name).orElse("none");
        events.add(data(new CaseEvent(key, step.value(), false), Instant.ofEpochMilli(step.at())));
        latest = Math.max(latest, step.at());
        if (of.options().has("watermark")) {
          events.add(watermark(latest - behind()));
        }
      }
      case WATERMARK -> events.add(watermark(step.at()));
      case END -> events.add(end());
      case RESTART -> {}
    }
    return events;
  }

  private long behind() {
    Matcher rule = RULE.matcher(of.options().get("watermark").asString());
    if (!rule.matches()) {
      throw new IllegalArgumentException("Unknown rule of watermarks: " + of.options());
    }
    return rule.group(1) == null ? 0 : Long.parseLong(rule.group(1));
  }

  private EventData watermark(long at) {
    boolean isLast = of.engine() == Engine.FLINK && !of.family().startsWith("sliding");
    Instant time = Instant.ofEpochMilli(isLast ? at + 1 : at).plus(delay);
    return data(new CaseEvent("-", BigDecimal.ZERO, true), time);
  }

  private static EventData data(CaseEvent event, Instant at) {
    return CaseEvent.CODEC.encode(event, Metadata.empty(), at);
  }

  /** The key of a row as the case has it. */
  static String key(CaseRow row) {
    return row.owner().startsWith(KEY) ? row.owner().substring(KEY.length()) : null;
  }

  static void append(EventStore store, List<EventData> events) {
    StreamId stream = new StreamId(CaseRow.CATEGORY, "1");
    for (EventData event : events) {
      store.append(stream, ExpectedVersion.any(), List.of(event));
    }
  }
}
