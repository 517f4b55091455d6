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

/** The events that made a row, each with what it changed. */
public final class ExplanationText {
  private ExplanationText() {}

  /** Sentences, for a person: two for each event, and where the answer comes from. */
  public static List<String> sentences(Explanation<?> explanation) {
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
      sentences.add("    " + RowText.change(revision.before(), revision.after()));
    }
    sentences.add(origin(explanation));
    return sentences;
  }

  private static String origin(Explanation<?> explanation) {
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

  /** One revision, with its event. */
  public static JsonLine json(RowRevision<?> revision) {
    return EventJson.withoutMetadata(revision.event())
        .with("before", values(revision.before()))
        .with("after", values(revision.after()));
  }

  private static @Nullable Map<String, @Nullable Object> values(Optional<?> row) {
    return row.map(RowText::values).orElse(null);
  }
}
