package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code bank open ID OWNER}. */
@Command(
    name = "open",
    description = "Open an account.",
    footer = {"", "Example: bank open 42 'Ada Lovelace'"})
final class OpenAccount extends Verb {
  private static final String ID = "[\\p{L}\\p{N}][\\p{L}\\p{N}._:@-]{0,63}";

  @Parameters(index = "0", paramLabel = "ID", description = "id of the new account")
  String id = "";

  @Parameters(index = "1", paramLabel = "OWNER", description = "name of its owner")
  String owner = "";

  @Override
  protected Bank.Opening opening() {
    return founding();
  }

  @Override
  protected int run(Bank bank) {
    bank.accounts().execute(id, account -> account.open(owner));
    out().line("Opened account %s for %s".formatted(id, owner));
    settle(bank);
    return ExitCode.DONE;
  }

  @Override
  public Integer call() {
    if (!id.matches(ID)) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid account id '%s': expected 1 to 64 letters, digits and ._:@-, the first a letter or digit"
              .formatted(id));
    }
    return super.call();
  }
}
