package io.tidemark.sql.cases.window;

import io.tidemark.projection.Projection;
import io.tidemark.sql.cases.window.CaseRow.KeyOf;
import io.tidemark.sql.cases.window.WindowCase.Engine;
import io.tidemark.window.BatchWindow;
import io.tidemark.window.SlidingWindow;
import io.tidemark.window.Window;
import java.time.Duration;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The window of a case, with the options that its engine implies. The table of the manual in
 * docs/reference/windows-of-other-engines.md says which.
 */
final class EngineWindow {
  /** How far the watermark stays behind where it is told: events alone then never move it. */
  static final Duration TOLD_AHEAD = Duration.ofDays(40_000);

  /** Further than any event is ahead of its time of record. */
  private static final Duration ANY = Duration.ofDays(100_000);

  private static final Duration RESOLUTION = Duration.ofMillis(1);

  private static final Set<String> KNOWN =
      Set.of(
          "n",
          "duration",
          "size",
          "advance",
          "gap",
          "difference",
          "offset",
          "anchor",
          "group_by",
          "partition_by",
          "window_scope",
          "order_by",
          "emit_every",
          "stream_current_events",
          "lower_bound",
          "bounds",
          "end",
          "time",
          "late",
          "trigger",
          "watermark",
          "grace",
          "allowed_lateness",
          "emit");

  private final WindowCase of;
  private final JsonNode options;

  private EngineWindow(WindowCase of) {
    this.of = of;
    this.options = of.options();
  }

  /**
   * The rows of a case.
   *
   * @throws IllegalArgumentException if an option or a family is not known
   */
  static Projection<?, ? extends CaseRow> of(WindowCase each) {
    return new EngineWindow(each).projection();
  }

  private Projection<?, ? extends CaseRow> projection() {
    options
        .propertyNames()
        .forEach(
            name -> {
              if (!KNOWN.contains(name)) {
                throw unknown("option " + name);
              }
            });
    return switch (of.family()) {
      case "sliding_length" -> sliding(Window.slidingLength(options.get("n").asInt()));
      case "sliding_time" -> sliding(bounded(Window.slidingTime(millis("duration"))));
      case "batch_length" -> CaseRow.OfBatch.in(batch(), key());
      case "batch_time" -> inTime(grid(Window.tumbling(millis("duration"))), true);
      case "hopping_time" -> inTime(grid(Window.hopping(millis("size"), millis("advance"))), true);
      case "batch_time_assignment" -> assigned(Window.tumbling(millis("duration")));
      case "hopping_time_assignment" -> assigned(Window.hopping(millis("size"), millis("advance")));
      case "sliding_time_aligned_to_events" ->
          inTime(Window.aligned(millis("difference"), RESOLUTION).sinceEpoch(), false);
      case "session" -> inTime(Window.session(millis("gap")), false);
      default -> throw unknown("family " + of.family());
    };
  }

  private IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException("Unknown %s of a window: %s".formatted(what, options));
  }

  private Duration millis(String option) {
    return Duration.ofMillis(options.path(option).asLong(0));
  }

  private boolean is(String option, String value) {
    return options.path(option).asString("").contains(value);
  }

  /** In Kafka Streams everything has a key; in Siddhi a group alone does not cut windows. */
  private KeyOf key() {
    return options.has("partition_by") || options.has("group_by") || of.engine() == Engine.KAFKA
        ? KeyOf.EACH
        : KeyOf.ALL;
  }

  private boolean isOfAllKeys() {
    return options.has("group_by")
        && !options.has("partition_by")
        && !is("window_scope", "per key");
  }

  private SlidingWindow bounded(SlidingWindow window) {
    boolean isIncluded =
        options.has("lower_bound") ? is("lower_bound", "inclusive") : of.engine() == Engine.FLINK;
    return isIncluded ? window.fromIncluded() : window;
  }

  private Projection<?, ? extends CaseRow> sliding(SlidingWindow window) {
    if (is("order_by", "event time") || is("trigger", "watermark")) {
      SlidingWindow byTime = of.family().equals("sliding_length") ? window.byTime() : window;
      return CaseRow.OfEvent.in(
          byTime.whenClosed(delay(of)).lateLeftOut().withMaxAhead(ANY), key(), false);
    }
    SlidingWindow queue = of.family().equals("sliding_time") ? window.inOrderOfArrival() : window;
    SlidingWindow scoped = isOfAllKeys() ? queue.ofAllKeys() : queue;
    return CaseRow.OfEvent.in(scoped.forEvery(options.path("emit_every").asInt(1)), key(), true);
  }

  private BatchWindow batch() {
    BatchWindow window = Window.batchLength(options.get("n").asInt());
    BatchWindow scoped = isOfAllKeys() ? window.ofAllKeys() : window;
    return isAtOnce() ? scoped.shownFilling() : scoped;
  }

  private boolean isAtOnce() {
    return options.has("emit")
        ? is("emit", "on update")
        : of.engine() == Engine.KAFKA || options.path("stream_current_events").asBoolean(false);
  }

  /** Where windows that lie at even distances begin. */
  private Window grid(Window window) {
    if (is("anchor", "first event")) {
      return options.has("partition_by") ? window.fromFirstEvent() : window.fromFirstEventOfAll();
    }
    Window moved = window.offset(millis("offset").plus(millis("anchor")));
    return of.engine() == Engine.KAFKA ? moved.sinceEpoch() : moved;
  }

  private Projection<?, ? extends CaseRow> assigned(Window window) {
    return CaseRow.OfTime.in(grid(window).withMaxAhead(ANY), key(), true);
  }

  private Projection<?, ? extends CaseRow> inTime(Window window, boolean isOrdered) {
    return CaseRow.OfTime.in(late(window).withMaxAhead(ANY), key(), isOrdered);
  }

  /** How far the watermark stays behind events. */
  static Duration delay(WindowCase of) {
    return of.engine() == Engine.FLINK && of.isWatermarkTold() ? TOLD_AHEAD : Duration.ZERO;
  }

  /** When rows are there, and what becomes of events that come later. */
  private Window late(Window window) {
    return switch (of.engine()) {
      case QUEUE -> {
        Window open = of.family().equals("session") ? window : window.joiningOpen();
        yield isAtOnce() ? open : open.whenClosed(Duration.ZERO);
      }
      case FLINK -> {
        Window lasting = window.finalOnceClosed(millis("allowed_lateness"));
        yield isAtOnce() ? lasting : lasting.whenClosed(delay(of));
      }
      case KAFKA -> {
        // its sessions are open as long as an event exactly a gap later could come
        Duration grace =
            of.family().equals("session") ? millis("grace").plus(RESOLUTION) : millis("grace");
        yield isAtOnce()
            ? window.lateLeftOut(grace)
            : window.whenClosed(grace).lateLeftOut(Duration.ZERO);
      }
    };
  }
}
