package io.tidemark.bank.cli.verb;

import io.tidemark.bank.Bank;
import io.tidemark.bank.tour.ShellCommand;
import io.tidemark.terminal.CommandFailedException;
import java.util.List;
import java.util.stream.Collectors;

/** Rows that an earlier version of the bank has made, with other columns or without history. */
public final class OutdatedRows {
  private OutdatedRows() {}

  /**
   * Refuses them before anything is written. They are not made anew by the way: that may take long,
   * and the earlier version, if it is still in use somewhere, would refuse them then.
   *
   * @throws CommandFailedException if there are any, with the commands that make them anew
   */
  public static void refuse(Bank bank, BankCommand root) {
    List<String> names = bank.outdated();
    if (!names.isEmpty()) {
      ShellCommand replay = root.called().with("admin", "replay");
      throw new CommandFailedException(
          "An earlier version of the bank made the rows of %s. Make them anew: %s"
              .formatted(
                  String.join(" and ", names),
                  names.stream()
                      .map(name -> replay.with(name).with(root.locationAgain()).toString())
                      .collect(Collectors.joining(" && "))));
    }
  }
}
