package io.tidemark.bank.tour;

import io.tidemark.terminal.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command that can be pasted into a shell as it stands, also if it takes several lines.
 *
 * @param words program and arguments, not quoted
 */
public record ShellCommand(List<String> words) {
  private static final String CONTINUED = " \\";
  private static final String INDENT = "    ";

  /** Copies the words. */
  public ShellCommand {
    words = List.copyOf(words);
  }

  /** The command with more arguments. */
  public ShellCommand with(String... arguments) {
    return new ShellCommand(Stream.concat(words.stream(), Stream.of(arguments)).toList());
  }

  /** On one line, however long. */
  @Override
  public String toString() {
    return onOneLine(Shell.ofThisSystem());
  }

  private String onOneLine(Shell shell) {
    return words.stream().map(shell::word).collect(Collectors.joining(" "));
  }

  /** On as many lines as it takes, broken between words only: a word is never cut. */
  List<String> lines(int columns) {
    return lines(columns, Shell.ofThisSystem());
  }

  List<String> lines(int columns, Shell shell) {
    if (!shell.hasContinuation()) {
      return List.of(onOneLine(shell));
    }
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : words) {
      String quoted = shell.word(word);
      String longer = line.isBlank() ? line + quoted : line + " " + quoted;
      if (TextWidth.of(longer + CONTINUED) > columns && !line.isBlank()) {
        lines.add(line + CONTINUED);
        longer = INDENT + quoted;
      }
      line = longer;
    }
    lines.add(line);
    return lines;
  }
}
