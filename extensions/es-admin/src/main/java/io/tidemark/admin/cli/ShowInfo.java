package io.tidemark.admin.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.SystemInfo;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.verb.OpenedVerb;
import io.tidemark.admin.text.InfoJson;
import io.tidemark.admin.text.InfoText;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code admin info}. */
@Command(
    name = "info",
    description = {
      "Show sizes, growth, connections and versions.",
      "Sizes of the log, its indexes and the snapshots, growth per day,",
      "connections in use, who holds the ordering lock and since when, and versions."
    },
    footer = {"", "Examples: ${COMMAND-FULL-NAME}", "          ${COMMAND-FULL-NAME} --json"})
final class ShowInfo extends OpenedVerb {
  @Mixin JsonOption json = new JsonOption();

  ShowInfo(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  protected int run(Admin admin) {
    SystemInfo info = admin.info();
    if (json.isAskedFor()) {
      out().line(InfoJson.of(info).toString());
    } else {
      InfoText.lines(info, out().columns()).forEach(out()::line);
    }
    return ExitCode.DONE;
  }
}
