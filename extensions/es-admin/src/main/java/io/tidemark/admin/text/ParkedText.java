package io.tidemark.admin.text;

import io.tidemark.parking.ParkedCounts;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.Plural;
import io.tidemark.terminal.Table;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What projections have put aside. */
public final class ParkedText {
  private static final Pattern PLACE =
      Pattern.compile("^Subscriber \\S+ failed at position \\d+ \\([^)]*\\): ");
  private static final Pattern UNREADABLE =
      Pattern.compile("^Cannot decode event \\S+ at position \\d+ \\([^)]*\\): ");

  private ParkedText() {}

  /** How much it is, in a sentence. */
  public static String sentence(String projection, ParkedCounts counts) {
    String waiting =
        counts.parked() == 0
            ? "no event waits"
            : "%s wait%s for %s"
                .formatted(
                    Plural.of(counts.parked(), "event"),
                    counts.parked() == 1 ? "s" : "",
                    Plural.of(counts.keys(), "row"));
    return "%s: %s, %,d skipped, %,d discarded"
        .formatted(projection, waiting, counts.skipped(), counts.discarded());
  }

  /** A line for each event. */
  public static Table table(List<ParkedEvent> events) {
    Table table = Table.of("~KEY", ">POSITION", "TYPE", "=STATE", "=SINCE", "ERROR");
    for (ParkedEvent event : events) {
      table.row(
          event.key(),
          event.position(),
          event.eventType(),
          state(event),
          event.since().truncatedTo(ChronoUnit.SECONDS),
          error(event));
    }
    return table;
  }

  private static String error(ParkedEvent event) {
    return event
        .reason()
        .map(words -> "discarded: " + words)
        .or(() -> event.error().map(ParkedText::reason))
        .orElse("");
  }

  /** Why, without what the other columns and the command say. */
  private static String reason(String error) {
    String text = error.replaceAll("\\s+", " ");
    String reason = PLACE.matcher(text).replaceFirst("");
    return UNREADABLE.matcher(reason).replaceFirst("cannot be read: ");
  }

  private static String state(ParkedEvent event) {
    return event.state().name().toLowerCase(Locale.ROOT);
  }

  /** One of them. */
  public static JsonLine json(String projection, ParkedEvent event) {
    return new JsonLine()
        .with("projection", projection)
        .with("key", event.key())
        .with("position", event.position())
        .with("eventId", event.eventId().toString())
        .with("type", event.eventType())
        .with("state", state(event))
        .with("attempts", event.attempts())
        .with("since", event.since().toString())
        .with("error", event.error().orElse(null))
        .with("reason", event.reason().orElse(null));
  }
}
