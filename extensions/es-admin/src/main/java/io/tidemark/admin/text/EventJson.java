package io.tidemark.admin.text;

import io.tidemark.RecordedEvent;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Output;

/**
 * Prints events as JSON, one on each line: a list, or, where that would have no end, just one
 * object after the other.
 */
public final class EventJson {
  private EventJson() {}

  /** One list, which ends when the printer is told so. */
  public static EventPrinter list(Output out) {
    JsonList list = new JsonList(out);
    return new EventPrinter() {
      @Override
      public void print(RecordedEvent event) {
        list.add(json(event));
      }

      @Override
      public void flush() {
        out.stream().flush();
      }

      @Override
      public void end() {
        list.close();
      }
    };
  }

  /** Each event as soon as it comes. */
  public static EventPrinter lines(Output out) {
    return new EventPrinter() {
      @Override
      public void print(RecordedEvent event) {
        out.line(json(event).toString());
      }

      @Override
      public void flush() {
        out.stream().flush();
      }

      @Override
      public void end() {
        flush();
      }
    };
  }

  private static JsonLine json(RecordedEvent event) {
    return withoutMetadata(event).with("metadata", event.metadata().asMap());
  }

  /** What it says of an event, but for its metadata. */
  static JsonLine withoutMetadata(RecordedEvent event) {
    return new JsonLine()
        .with("position", event.position())
        .with("stream", event.stream().toString())
        .with("version", event.version())
        .with("type", event.type())
        .with("recordedAt", event.recordedAt().toString())
        .with("occurredAt", event.occurredAt().toString())
        .withRaw("data", onOneLine(event.data()));
  }

  /** Line breaks in JSON stand between its words only: those in texts are escaped. */
  static String onOneLine(String json) {
    return json.replaceAll("\\s*[\\r\\n\\t]\\s*", " ");
  }
}
