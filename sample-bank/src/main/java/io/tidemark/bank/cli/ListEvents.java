package io.tidemark.bank.cli;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.bank.Bank;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bank admin events}. */
@Command(
    name = "events",
    description = "List events in the order of the log.",
    footer = {"", "Example: bank admin events --stream account-42 --from 100 --limit 10 --json"})
final class ListEvents extends Verb {
  @Option(
      names = "--stream",
      paramLabel = "S",
      converter = StreamIdConverter.class,
      description = "of this stream only, for example account-42")
  @Nullable StreamId stream;

  @Option(
      names = "--from",
      paramLabel = "P",
      converter = AsOfOptions.Count.class,
      description = "from this position on")
  long from;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = AsOfOptions.Count.class,
      description = "at most so many")
  long limit = Long.MAX_VALUE;

  @Mixin JsonOption json = new JsonOption();

  @Override
  int run(Bank bank) {
    try (Stream<RecordedEvent> events = events(bank)) {
      if (json.json) {
        printJson(events.iterator());
      } else {
        printLines(events.iterator());
      }
    }
    return ExitCode.DONE;
  }

  private Stream<RecordedEvent> events(Bank bank) {
    if (stream == null) {
      return bank.store().readAll(LogQuery.all().after(Math.max(0, from - 1)).limit(limit));
    }
    return bank.store()
        .readStream(StreamQuery.of(stream))
        .filter(event -> event.position() >= from)
        .limit(limit);
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

  private static Json json(RecordedEvent event) {
    return new Json()
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
