package io.tidemark.terminal;

import java.io.PrintStream;
import java.util.function.IntSupplier;

/**
 * Where text goes.
 *
 * @param stream UTF-8
 * @param isTerminal whether a person sees it as it appears
 * @param terminalColumns how wide the terminal is, if it is one; asked often
 */
public record Output(PrintStream stream, boolean isTerminal, IntSupplier terminalColumns) {

  /** With the width of a terminal that does not say how wide it is. */
  public Output(PrintStream stream, boolean isTerminal) {
    this(stream, isTerminal, () -> TerminalWidth.UNKNOWN);
  }

  /**
   * Prints the text and the end of its line, unless the process is ending; above the line that
   * still changes, if there is one. A terminal gets nothing that would move its cursor.
   */
  public void line(String text) {
    if (!ProcessEnd.hasBegun()) {
      LiveLine.print(stream, isTerminal ? Printable.styled(text) : text);
    }
  }

  /** Prints text, on as many lines as the terminal needs for it. */
  public void text(String text) {
    TextWidth.wrap(text, columns()).forEach(this::line);
  }

  /** How many columns a line may take: those of the terminal now, and elsewhere any number. */
  public int columns() {
    return isTerminal ? terminalColumns.getAsInt() : Integer.MAX_VALUE;
  }

  /** Whether nobody reads any more, for example {@code head} after its last line. */
  public boolean isClosed() {
    return stream.checkError();
  }
}
