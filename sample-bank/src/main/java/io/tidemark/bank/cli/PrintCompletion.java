package io.tidemark.bank.cli;

import io.tidemark.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bank completion}. */
@Command(
    name = "completion",
    description = {
      "Print a script that completes commands and options with the tab key, in bash and zsh.",
      "It works however the bank is called: bank, ./bank or sample-bank/bank."
    },
    footer = {
      "",
      "Examples: source <(sample-bank/bank completion)",
      "          sample-bank/bank completion > ~/.local/share/bash-completion/completions/bank"
    })
final class PrintCompletion implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine bank = spec.root().commandLine();
    bank.getOut().println(AutoComplete.bash(bank.getCommandName(), bank));
    return ExitCode.DONE;
  }
}
