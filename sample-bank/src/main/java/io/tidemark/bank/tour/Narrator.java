package io.tidemark.bank.tour;

import io.tidemark.terminal.Console;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.ProgressBar;
import io.tidemark.terminal.Style;
import io.tidemark.terminal.Table;
import java.util.List;

/** Tells a story in numbered steps. Not thread-safe. */
final class Narrator {
  private static final String INDENT = "    ";

  private final Output out;
  private final Style style;
  private int step;

  Narrator(Console console) {
    this.out = console.out();
    this.style = console.style();
  }

  void title(String text) {
    out.line("");
    out.line(style.bold(text));
  }

  /** Begins a step with the line of code that it is about. */
  void step(String text, String code) {
    step++;
    out.line("");
    out.line("%s  %s".formatted(style.bold("%2d".formatted(step)), style.bold(text)));
    out.line(INDENT + style.cyan(code));
  }

  void say(String text) {
    out.line(INDENT + text);
  }

  void done(String text) {
    out.line(INDENT + style.green("ok") + "  " + text);
  }

  void refused(String text) {
    out.line(INDENT + style.red("refused") + "  " + text);
  }

  void table(Table table) {
    List<String> lines = table.lines(style);
    lines.forEach(line -> out.line(INDENT + line));
  }

  ProgressBar progress(String text) {
    return new ProgressBar(INDENT + text, out);
  }
}
