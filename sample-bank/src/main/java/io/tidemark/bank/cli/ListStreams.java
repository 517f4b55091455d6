package io.tidemark.bank.cli;

import io.tidemark.StreamId;
import io.tidemark.bank.Bank;
import io.tidemark.store.LogQuery;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bank admin streams}. */
@Command(
    name = "streams",
    description = "List all streams with their versions.",
    footer = {"", "Example: bank admin streams --json"})
final class ListStreams extends Verb {
  @Mixin JsonOption json = new JsonOption();

  /** A stream with its last event. */
  private record Last(long version, long position) {}

  @Override
  int run(Bank bank) {
    Map<StreamId, Last> streams = new TreeMap<>();
    try (Stream<io.tidemark.RecordedEvent> events = bank.store().readAll(LogQuery.all())) {
      events.forEach(
          event -> streams.put(event.stream(), new Last(event.version(), event.position())));
    }
    if (json.json) {
      try (JsonList list = new JsonList(out())) {
        streams.forEach(
            (stream, last) ->
                list.add(
                    new Json()
                        .with("stream", stream.toString())
                        .with("version", last.version())
                        .with("position", last.position())));
      }
    } else {
      Table table = Table.of("STREAM", ">VERSION", ">LAST POSITION");
      streams.forEach((stream, last) -> table.row(stream, last.version(), last.position()));
      print(table);
      out().line(Plural.of(streams.size(), "stream"));
    }
    return ExitCode.DONE;
  }
}
