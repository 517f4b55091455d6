package io.tidemark.bank.cli.verb;

import io.tidemark.bank.Bank;
import io.tidemark.bank.tour.ShellCommand;
import io.tidemark.projection.postgres.ProjectionStatus;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.Output;

/** Rows that do not follow the log, because somebody has paused their projection. */
public final class PausedRows {
  private PausedRows() {}

  /**
   * Refuses them before anything is written, for what cannot be shown without them.
   *
   * @throws CommandFailedException if there are any, with the command that lets the first go on
   */
  public static void refuse(Bank bank, BankCommand root) {
    bank.paused().stream()
        .findFirst()
        .ifPresent(
            status -> {
              throw new CommandFailedException(
                  "%s is paused. Let it go on: %s".formatted(status.name(), resume(status, root)));
            });
  }

  /** Tells how far one is, and how it goes on. */
  static void tell(ProjectionStatus status, String consequence, BankCommand root) {
    Output err = root.console().err();
    err.text(
        "bank: note: %s is paused at position %,d of %,d%s"
            .formatted(status.name(), status.position(), status.head(), consequence));
    err.text("Go on: " + resume(status, root));
  }

  private static ShellCommand resume(ProjectionStatus status, BankCommand root) {
    return root.called().with("admin", "resume", status.name()).with(root.locationAgain());
  }
}
