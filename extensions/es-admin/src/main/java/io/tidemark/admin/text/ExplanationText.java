package io.tidemark.admin.text;

import io.tidemark.RecordedEvent;
import io.tidemark.admin.RowText;
import io.tidemark.history.Explanation;
import io.tidemark.history.RowOrigin;
import io.tidemark.history.RowRevision;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.Plural;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events that made a row, each with what it changed.
 *
 * @param explanation the events
 * @param rows tells what is in a row
 */
public record ExplanationText(Explanation<?> explanation, RowText rows) {

  /** Sentences, for a person: two for each event, and where the answer comes from. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (RowRevision<?> revision : explanation.revisions()) {
      RecordedEvent event = revision.event();
      sentences.add(
          "%d  %s  %s version %d  %s"
              .formatted(
                  event.position(),
                  event.type(),
                  event.stream(),
                  event.version(),
                  event.recordedAt().truncatedTo(ChronoUnit.SECONDS)));
      sentences.add("    " + rows.change(revision.before(), revision.after()));
    }
    sentences.add(origin());
    return sentences;
  }

  private String origin() {
    RowOrigin origin = explanation.origin();
    String events = Plural.of(explanation.revisions().size(), "event");
    return "%s up to position %,d, by %s%s"
        .formatted(
            events,
            origin.position(),
            origin.source() == RowOrigin.Source.HISTORY
                ? "the history of the row"
                : "a replay of " + Plural.of(origin.eventsRead(), "event"),
            origin.reason().map(reason -> ": " + reason).orElse(""));
  }

  /** Each revision, with its event. */
  public List<JsonLine> json() {
    return explanation.revisions().stream().map(this::json).toList();
  }

  private JsonLine json(RowRevision<?> revision) {
    return EventJson.withoutMetadata(revision.event())
        .with("before", values(revision.before()))
        .with("after", values(revision.after()));
  }

  private @Nullable Map<String, @Nullable Object> values(Optional<?> row) {
    return row.map(rows::values).orElse(null);
  }
}
