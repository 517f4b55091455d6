package io.tidemark.admin.cli;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.EventSelection;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code admin events}. */
@Command(
    name = "events",
    description = "List events in the order of the log.",
    footer = {"", "Example: ${COMMAND-FULL-NAME} --stream account-42 --from 100 --limit 10 --json"})
final class ListEvents extends AdminVerb {
  @Option(
      names = "--stream",
      paramLabel = "S",
      converter = StreamIdConverter.class,
      description = "of this stream only, for example account-42")
  @Nullable StreamId stream;

  @Option(
      names = "--from",
      paramLabel = "P",
      converter = PointOptions.Count.class,
      description = "from this position on")
  long from;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PointOptions.Count.class,
      description = "at most so many")
  long limit = Long.MAX_VALUE;

  @Mixin JsonOption json = new JsonOption();

  ListEvents(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  int run(Admin admin) {
    try (Stream<RecordedEvent> events = admin.events(new EventSelection(stream, from, limit))) {
      if (json.isAskedFor()) {
        printJson(events.iterator());
      } else {
        printLines(events.iterator());
      }
    }
    return ExitCode.DONE;
  }

  private void printJson(Iterator<RecordedEvent> events) {
    try (JsonList list = new JsonList(out())) {
      while (events.hasNext() && !out().isClosed()) {
        list.add(json(events.next()));
      }
    }
  }

  private void printLines(Iterator<RecordedEvent> events) {
    String format = "%8s  %-24s %7s  %-20s %-27s  %s";
    out()
        .line(
            console()
                .style()
                .dim(
                    format.formatted("POSITION", "STREAM", "VERSION", "TYPE", "RECORDED", "DATA")));
    while (events.hasNext() && !out().isClosed()) {
      RecordedEvent event = events.next();
      out()
          .line(
              format.formatted(
                  event.position(),
                  event.stream(),
                  event.version(),
                  event.type(),
                  event.recordedAt(),
                  event.data()));
    }
  }

  private static JsonLine json(RecordedEvent event) {
    return new JsonLine()
        .with("position", event.position())
        .with("stream", event.stream().toString())
        .with("version", event.version())
        .with("type", event.type())
        .with("recordedAt", event.recordedAt().toString())
        .with("occurredAt", event.occurredAt().toString())
        .withRaw("data", event.data())
        .with("metadata", event.metadata().asMap());
  }
}
