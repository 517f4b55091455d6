package io.tidemark.admin.cli.projection;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredProjection;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.text.RebuildText;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.replay.RowsMissingException;
import io.tidemark.replay.SwitchPolicy;
import io.tidemark.replay.SwitchRefusedException;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code admin switch NAME}. */
@Command(
    name = "switch",
    description = {
      "Switch to new rows, of a replay without a switch, once they are up to date.",
      "The rows that served until now stay, for a way back."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} balances --if-equal",
      "          ${COMMAND-FULL-NAME} balances --approved 00000000c0ffee00"
    })
final class SwitchRows extends ProjectionVerb {
  @ArgGroup @Nullable Demand demand;
  @Mixin JsonOption json = new JsonOption();

  /** What a comparison must say. */
  static final class Demand {
    @Option(names = "--if-equal", description = "only if no row differs")
    boolean ifEqual;

    @Option(
        names = "--approved",
        paramLabel = "PRINT",
        description =
            "only if the same rows differ in the same way as in the comparison with"
                + " this fingerprint, of 16 digits and letters")
    @Nullable String approved;

    SwitchPolicy policy() {
      String fingerprint = approved;
      return fingerprint == null
          ? SwitchPolicy.noDifference()
          : SwitchPolicy.decidedBy(
              report -> report.isEmpty() || report.fingerprint().equals(fingerprint));
    }
  }

  SwitchRows(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    if (demand != null && demand.approved != null && !demand.approved.matches("[0-9a-f]{16}")) {
      throw misuse(
          "Invalid value for option '--approved': expected 16 digits and letters, as %s prints them, actual %s"
              .formatted(neighbour("compare " + name), demand.approved));
    }
    return super.call();
  }

  @Override
  int run(Admin admin, AdministeredProjection<?, ?> projection) {
    RebuildProgress done;
    try {
      done = projection.switchOver(demand == null ? SwitchPolicy.always() : demand.policy());
    } catch (RowsMissingException e) {
      throw missing(e, "replay %s --no-switch".formatted(name));
    } catch (SwitchRefusedException e) {
      throw new CommandFailedException(
          "%s; %s shows them".formatted(e.getMessage(), neighbour("compare " + name)), e);
    }
    if (json.isAskedFor()) {
      out().line(RebuildText.json(name, done, true).toString());
    } else {
      print("Switched to the new rows of %s at position %,d".formatted(name, done.position()));
      hint("Back", "rollback " + name);
    }
    return ExitCode.DONE;
  }
}
