package io.tidemark.admin.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.subscription.SubscriberStatus;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code admin projections}. */
@Command(
    name = "projections",
    description = "List the projections and how far they got. Does not bring them further.",
    footer = {"", "Example: ${COMMAND-FULL-NAME} --json"})
final class ListProjections extends OpenedVerb {
  @Mixin JsonOption json = new JsonOption();

  ListProjections(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  int run(Admin admin) {
    List<SubscriberStatus> projections = admin.projections();
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        projections.forEach(status -> list.add(json(status)));
      }
    } else {
      Table table = Table.of("PROJECTION", "STATE", ">POSITION", ">HEAD", ">LAG", "ERROR");
      projections.forEach(
          status ->
              table.row(
                  status.name(),
                  status.state(),
                  status.position(),
                  status.head(),
                  status.lag(),
                  status.error().orElse("")));
      print(table);
    }
    return ExitCode.DONE;
  }

  private static JsonLine json(SubscriberStatus status) {
    return new JsonLine()
        .with("name", status.name())
        .with("state", status.state().name())
        .with("position", status.position())
        .with("head", status.head())
        .with("lag", status.lag())
        .with("error", status.error().orElse(null));
  }
}
