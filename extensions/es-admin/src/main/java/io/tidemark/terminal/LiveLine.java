package io.tidemark.terminal;

/**
 * The last line of a terminal while it still changes. It ends as a line of its own whatever
 * happens: when it is ended, and when the process is told to stop. Thread-safe.
 */
final class LiveLine {
  private final Output output;
  private final Runnable end = this::end;
  private int drawn;
  private boolean begun;
  private boolean ended;

  LiveLine(Output output) {
    this.output = output;
  }

  /** Puts this text in the place of the last; does nothing after the end. */
  synchronized void draw(String text) {
    if (!begun) {
      begun = ProcessEnd.add(end);
    }
    if (begun && !ended) {
      output.stream().print("\r" + covering(text));
      output.stream().flush();
      drawn = TextWidth.of(text);
    }
  }

  /** Prints a line above this one. */
  synchronized void above(String text) {
    output.line(begun && !ended ? "\r" + covering(text) : text);
    drawn = 0;
  }

  /** Leaves the last text where it is and goes to the next line. */
  void end() {
    synchronized (this) {
      if (begun && !ended) {
        output.stream().println();
        output.stream().flush();
      }
      ended = true;
    }
    ProcessEnd.remove(end);
  }

  /** Spaces instead of an escape sequence: they erase what stood there on any terminal. */
  private String covering(String text) {
    return text + " ".repeat(Math.max(0, drawn - TextWidth.of(text)));
  }
}
