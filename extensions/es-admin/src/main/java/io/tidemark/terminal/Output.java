package io.tidemark.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
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
   * One that remembers why it could not be written.
   *
   * @param target gets UTF-8
   */
  public static Output to(OutputStream target, boolean isTerminal, IntSupplier terminalColumns) {
    return new Output(new AnswerStream(target), isTerminal, terminalColumns);
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

  /**
   * Prints text, on as many lines as the terminal needs for it. Spaces at its beginning are before
   * each of them.
   */
  public void text(String text) {
    String indent = text.substring(0, text.length() - text.stripLeading().length());
    int room = Math.max(2, columns() - indent.length());
    TextWidth.wrap(text.stripLeading(), room).forEach(part -> line(indent + part));
  }

  /** How many columns a line may take: those of the terminal now, and elsewhere any number. */
  public int columns() {
    return isTerminal ? terminalColumns.getAsInt() : Integer.MAX_VALUE;
  }

  /** Whether nobody reads any more, for example {@code head} after its last line. */
  public boolean isClosed() {
    return stream.checkError();
  }

  /**
   * Why not all of it was written, for example a full disk; empty if it was, if nobody wanted to
   * read on, or if the stream does not tell.
   */
  public Optional<IOException> failure() {
    return stream instanceof AnswerStream answers ? answers.failure() : Optional.empty();
  }
}
