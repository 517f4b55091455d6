package io.tidemark.admin.cli;

import io.tidemark.admin.cli.verb.Slip;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What wrong usage says to a person, on one line, with what was probably meant. */
final class UsageText {
  /** Where picocli found a wrong argument, before a message of ours that names it anyway. */
  private static final String PLACE = "^Invalid value for positional parameter[^:]*: (Invalid )";

  private UsageText() {}

  static String of(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      return of(unmatched, unmatched.getUnmatched().get(0));
    }
    String message = String.valueOf(failure.getMessage()).replaceFirst(PLACE, "$1");
    return message.lines().findFirst().orElse("wrong usage");
  }

  private static String of(UnmatchedArgumentException failure, String word) {
    if (failure.isUnknownOption()) {
      return "Unknown option '%s'%s".formatted(word, meant(word, failure.getSuggestions()));
    }
    CommandLine command = failure.getCommandLine();
    boolean hasCommands = !command.getSubcommands().isEmpty();
    return hasCommands
        ? "Unknown command '%s'%s".formatted(word, meant(word, failure.getSuggestions()))
        : "One argument too many: '%s'".formatted(word);
  }

  /** Of what picocli suggests only what is a slip of the finger away. */
  private static String meant(String word, List<String> suggestions) {
    List<String> near =
        Slip.meant(
            word,
            suggestions.stream()
                .map(suggestion -> suggestion.substring(suggestion.lastIndexOf(' ') + 1))
                .toList());
    return near.isEmpty() ? "" : ", did you mean '%s'?".formatted(String.join("' or '", near));
  }
}
