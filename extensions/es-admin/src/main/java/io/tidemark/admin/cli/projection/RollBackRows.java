package io.tidemark.admin.cli.projection;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredProjection;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.text.RebuildText;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.replay.RowsMissingException;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code admin rollback NAME}. */
@Command(
    name = "rollback",
    description = {
      "Put the rows from before the last switch back in place, up to date.",
      "What served until now stays, so doing it once more undoes it."
    },
    footer = {"", "Example: ${COMMAND-FULL-NAME} balances"})
final class RollBackRows extends ProjectionVerb {
  @Mixin JsonOption json = new JsonOption();

  RollBackRows(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  int run(Admin admin, AdministeredProjection<?, ?> projection) {
    RebuildProgress done;
    try {
      done = projection.rollBack();
    } catch (RowsMissingException e) {
      throw e.areNone()
          ? new CommandFailedException(
              "Nothing to roll back: %s has not been switched".formatted(name), e)
          : e;
    }
    if (json.isAskedFor()) {
      out().line(RebuildText.json(name, done, true).toString());
    } else {
      print("Rolled %s back at position %,d".formatted(name, done.position()));
      hint("Undo", "rollback " + name);
    }
    return ExitCode.DONE;
  }
}
