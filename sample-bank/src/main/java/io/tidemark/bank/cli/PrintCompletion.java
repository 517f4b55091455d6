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
      "          sample-bank/bank completion \\",
      "            > ~/.local/share/bash-completion/completions/bank"
    })
final class PrintCompletion implements Callable<Integer> {
  private static final String HEADER =
      """
      #!/usr/bin/env bash
      # Completes the commands and options of the bank with the tab key, in bash and in zsh.
      # For this shell: source <(bank completion)

      """;

  private static final String BEGINNING = "if [ -n \"$BASH_VERSION\" ]";
  private static final String PREVIOUS = "local prev_word=${COMP_WORDS[COMP_CWORD-1]}\n";

  /** Bash takes the sign for a word. */
  private static final String PREVIOUS_BUT_EQUALS =
      """
        if [[ "${curr_word}" == "=" ]]; then curr_word=""; fi
        if [[ "${prev_word}" == "=" ]]; then prev_word=${COMP_WORDS[COMP_CWORD-2]}; fi
      """;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine bank = spec.root().commandLine();
    bank.getOut().println(HEADER + script(AutoComplete.bash(bank.getCommandName(), bank)));
    return ExitCode.DONE;
  }

  /** Without a preface for whoever generates it, and with {@code --option=value} too. */
  private static String script(String generated) {
    return generated
        .substring(generated.indexOf(BEGINNING))
        .replaceAll(" \\(see \\[\\d\\]\\)", "")
        .replace(PREVIOUS, PREVIOUS + PREVIOUS_BUT_EQUALS);
  }
}
