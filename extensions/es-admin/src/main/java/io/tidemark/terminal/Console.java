package io.tidemark.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command line program has around it.
 *
 * @param out answers
 * @param err errors and progress
 * @param environment variables
 * @param directory what relative paths are relative to
 */
public record Console(Output out, Output err, Map<String, String> environment, Path directory) {
  private static final String TERMINALS = "tidemark.terminals";

  /** That of this process. The launcher tells which of the streams are terminals. */
  public static Console ofProcess() {
    String terminals = System.getProperty(TERMINALS, "");
    TerminalWidth width = TerminalWidth.ofProcess(System.getenv());
    return new Console(
        Output.to(new FileOutputStream(FileDescriptor.out), terminals.contains("out"), width),
        Output.to(new FileOutputStream(FileDescriptor.err), terminals.contains("err"), width),
        System.getenv(),
        Path.of("").toAbsolutePath());
  }

  /** Prints a table as an answer, as wide as there is room. */
  public void print(Table table) {
    table.lines(style(), out.columns()).forEach(out::line);
  }

  /** Styles for what goes to {@link #out}. */
  public Style style() {
    boolean wanted =
        !environment.containsKey("NO_COLOR") && !"dumb".equals(environment.get("TERM"));
    return out.isTerminal() && wanted ? Style.COLOURED : Style.PLAIN;
  }
}
