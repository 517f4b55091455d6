package io.tidemark.terminal;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last line of a terminal while it still changes. Whatever else is printed there meanwhile goes
 * above it. It ends as a line of its own whatever happens: when it is ended, and when the process
 * is told to stop. Thread-safe.
 */
public final class LiveLine {
  private static final Map<PrintStream, LiveLine> DRAWN = new ConcurrentHashMap<>();

  private final Output output;
  private final Runnable end = this::end;
  private String shown = "";
  private boolean begun;
  private boolean ended;

  /** One that has not begun. */
  public LiveLine(Output output) {
    this.output = output;
  }

  /** Prints a line on its own, or above the line that changes. */
  static void print(PrintStream stream, String text) {
    LiveLine drawn = DRAWN.get(stream);
    if (drawn == null) {
      stream.println(text);
    } else {
      drawn.above(text);
    }
  }

  /** Puts this text in the place of the last; does nothing after the end. */
  public synchronized void draw(String text) {
    if (!begun) {
      begun = ProcessEnd.add(end);
    }
    if (begun && !ended && !text.equals(shown)) {
      DRAWN.put(output.stream(), this);
      output.stream().print("\r" + covering(text));
      output.stream().flush();
      shown = text;
    }
  }

  private synchronized void above(String text) {
    if (ended) {
      output.stream().println(text);
    } else {
      output.stream().println("\r" + covering(text));
      output.stream().print(shown);
      output.stream().flush();
    }
  }

  /** Leaves the last text where it is and goes to the next line. */
  public void end() {
    synchronized (this) {
      if (begun && !ended) {
        output.stream().println();
        output.stream().flush();
      }
      ended = true;
    }
    DRAWN.remove(output.stream(), this);
    ProcessEnd.remove(end);
  }

  /** Spaces instead of an escape sequence: they erase what stood there on any terminal. */
  private String covering(String text) {
    return text + " ".repeat(Math.max(0, TextWidth.of(shown) - TextWidth.of(text)));
  }
}
