package io.tidemark.admin.cli;

import io.tidemark.terminal.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Text of {@code --help}, broken where the terminal wants it and not where the source was. */
final class HelpParagraphs {
  /** Of a command, which is pasted as it stands: an option stays with its value. */
  private static final Pattern WORD =
      Pattern.compile("--\\S+(?: (?:'[^']*'|[^\\s'-]\\S*))?|(?:'[^']*'|\\S)+");

  private static final String CONTINUED = " \\";
  private static final int INDENT = 12;
  private static final int ANY = 1_000;

  private HelpParagraphs() {}

  /** Lines that do not end a sentence are one with the next. */
  static String[] whole(String... lines) {
    List<String> whole = new ArrayList<>();
    String begun = "";
    for (String line : lines) {
      String text = begun.isEmpty() ? line : begun + " " + line;
      boolean isOver = text.isEmpty() || text.endsWith(".");
      begun = isOver ? "" : text;
      if (isOver) {
        whole.add(text);
      }
    }
    if (!begun.isEmpty()) {
      whole.add(begun);
    }
    return whole.toArray(new String[0]);
  }

  /** The footer: a command that is too long for a line goes on after a backslash. */
  static String examples(Help help) {
    UsageMessageSpec usage = help.commandSpec().usageMessage();
    int columns = usage.width();
    usage.width(ANY);
    String text = help.footer();
    usage.width(columns);
    return text.lines()
        .map(String::stripTrailing)
        .map(line -> TextWidth.of(line) < columns ? line : continued(line, columns))
        .collect(Collectors.joining("\n", "", text.isEmpty() ? "" : "\n"));
  }

  private static String continued(String command, int columns) {
    StringBuilder lines = new StringBuilder();
    String line = command.substring(0, command.length() - command.stripLeading().length());
    Matcher words = WORD.matcher(command);
    while (words.find()) {
      String longer = line.isBlank() ? line + words.group() : line + " " + words.group();
      if (TextWidth.of(longer + CONTINUED) < columns || line.isBlank()) {
        line = longer;
      } else {
        lines.append(line).append(CONTINUED).append('\n');
        line = " ".repeat(INDENT) + words.group();
      }
    }
    return lines.append(line).toString();
  }
}
