package io.tidemark.admin.cli;

import java.util.List;
import org.apache.commons.text.similarity.LevenshteinDistance;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What wrong usage says to a person, on one line, with what was probably meant. */
final class UsageText {
  /** Where picocli found a wrong argument, before a message of ours that names it anyway. */
  private static final String PLACE = "^Invalid value for positional parameter[^:]*: (Invalid )";

  private static final int MOST_SLIPS = 2;

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
        suggestions.stream()
            .map(suggestion -> suggestion.substring(suggestion.lastIndexOf(' ') + 1))
            .filter(suggestion -> slips(word, suggestion) <= MOST_SLIPS)
            .distinct()
            .limit(2)
            .toList();
    return near.isEmpty() ? "" : ", did you mean '%s'?".formatted(String.join("' or '", near));
  }

  /** How many letters were left out, put in or mistaken for others. */
  private static int slips(String told, String meant) {
    return LevenshteinDistance.getDefaultInstance().apply(told, meant);
  }
}
