package io.tidemark.terminal;

import java.io.PrintStream;

/**
 * Where text goes.
 *
 * @param stream UTF-8
 * @param isTerminal whether a person sees it as it appears
 */
public record Output(PrintStream stream, boolean isTerminal) {

  /** Prints the text and the end of its line. */
  public void line(String text) {
    stream.println(text);
  }

  /** Whether nobody reads any more, for example {@code head} after its last line. */
  public boolean isClosed() {
    return stream.checkError();
  }
}
