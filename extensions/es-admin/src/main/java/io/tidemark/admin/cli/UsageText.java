package io.tidemark.admin.cli;

import io.tidemark.admin.cli.verb.Slip;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What wrong usage says to a person, on one line, with what was probably meant. */
final class UsageText {
  /** Where picocli found a wrong argument, before a message of ours that names it anyway. */
  private static final String PLACE = "^Invalid value for positional parameter[^:]*: (Invalid )";

  private static final Pattern COMMA = Pattern.compile(", ");

  /** What picocli puts before what it says of options that belong together. */
  private static final String ERROR = "^Error: ";

  private static final Pattern EXCLUSIVE = Pattern.compile("^Error: (.*) are mutually exclusive.*");

  private UsageText() {}

  static String of(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      return of(unmatched, unmatched.getUnmatched().get(0));
    }
    String said = String.valueOf(failure.getMessage());
    Matcher exclusive = EXCLUSIVE.matcher(said);
    if (exclusive.matches()) {
      return exclusive(exclusive.group(1));
    }
    String message = said.replaceFirst(PLACE, "$1").replaceFirst(ERROR, "");
    return message.lines().findFirst().orElse("wrong usage");
  }

  private static String of(UnmatchedArgumentException failure, String word) {
    if (failure.isUnknownOption()) {
      String option = word.replaceFirst("=.*", "");
      return "Unknown option '%s'%s".formatted(word, meant(option, options(failure)));
    }
    CommandLine command = failure.getCommandLine();
    boolean hasCommands = !command.getSubcommands().isEmpty();
    return hasCommands
        ? "Unknown command '%s'%s".formatted(word, meant(word, failure.getSuggestions()))
        : "One argument too many: '%s'".formatted(word);
  }

  private static List<String> options(UnmatchedArgumentException failure) {
    return failure.getCommandLine().getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .map(OptionSpec::longestName)
        .toList();
  }

  /** Options with their values, separated by commas. */
  private static String exclusive(String options) {
    List<String> names =
        COMMA
            .splitAsStream(options)
            .map(option -> option.replaceFirst("[= ].*", ""))
            .distinct()
            .toList();
    return "%s: expected one of them, actual %s"
        .formatted(String.join(" and ", names), names.size() == 2 ? "both" : names.size());
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
