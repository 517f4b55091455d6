package io.tidemark.bank.cli;

import java.io.PrintStream;

/**
 * Where text goes.
 *
 * @param stream UTF-8
 * @param isTerminal whether a person sees it as it appears
 */
record Output(PrintStream stream, boolean isTerminal) {

  void line(String text) {
    stream.println(text);
  }

  /** Whether nobody reads any more, for example {@code head} after its last line. */
  boolean isClosed() {
    return stream.checkError();
  }
}
