package io.tidemark.admin.cli.projection;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredProjection;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import picocli.CommandLine.Command;

/** {@code admin resume NAME}. */
@Command(
    name = "resume",
    description = "Let whoever runs a projection go on where it was paused.",
    footer = {"", "Example: ${COMMAND-FULL-NAME} balances"})
final class ResumeProjection extends ProjectionVerb {
  ResumeProjection(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  int run(Admin admin, AdministeredProjection<?, ?> projection) {
    print(projection.resume() ? "Resumed " + name : "%s was not paused".formatted(name));
    return ExitCode.DONE;
  }
}
