package io.tidemark.admin.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.StreamSummary;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Plural;
import io.tidemark.terminal.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code admin streams}. */
@Command(
    name = "streams",
    description = "List all streams with their versions.",
    footer = {"", "Example: ${COMMAND-FULL-NAME} --json"})
final class ListStreams extends AdminVerb {
  @Mixin JsonOption json = new JsonOption();

  ListStreams(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  int run(Admin admin) {
    List<StreamSummary> streams = admin.streams();
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        streams.forEach(stream -> list.add(json(stream)));
      }
    } else {
      Table table = Table.of("STREAM", ">VERSION", ">LAST POSITION");
      streams.forEach(last -> table.row(last.stream(), last.version(), last.position()));
      print(table);
      out().line(Plural.of(streams.size(), "stream"));
    }
    return ExitCode.DONE;
  }

  private static JsonLine json(StreamSummary summary) {
    return new JsonLine()
        .with("stream", summary.stream().toString())
        .with("version", summary.version())
        .with("position", summary.position());
  }
}
