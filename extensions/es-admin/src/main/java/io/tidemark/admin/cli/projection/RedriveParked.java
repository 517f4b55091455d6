package io.tidemark.admin.cli.projection;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredProjection;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.parking.RedriveReport;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.Plural;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code admin redrive NAME}. */
@Command(
    name = "redrive",
    description = {
      "Apply the waiting events in order, each once, with this program's code.",
      "One that is refused again stays, and those of its row behind it; exit code 3."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} overdrafts",
      "          ${COMMAND-FULL-NAME} overdrafts --key 42"
    })
final class RedriveParked extends ProjectionVerb {
  @Option(names = "--key", paramLabel = "K", description = "those of the row with this key only")
  @Nullable String key;

  @Mixin JsonOption json = new JsonOption();

  RedriveParked(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  int run(Admin admin, AdministeredProjection<?, ?> projection) {
    if (key != null) {
      requireKey(projection, key);
    }
    RedriveReport report = key == null ? projection.redrive() : projection.redrive(key);
    if (json.isAskedFor()) {
      out()
          .line(
              new JsonLine()
                  .with("name", name)
                  .with("applied", report.applied())
                  .with("refused", report.refused())
                  .toString());
    } else {
      print(
          "%s applied to %s, %,d refused again"
              .formatted(Plural.of(report.applied(), "event"), name, report.refused()));
      if (report.refused() > 0) {
        hint("Why", "parked " + name);
      }
    }
    return report.refused() > 0 ? ExitCode.SOME_REJECTED : ExitCode.DONE;
  }
}
