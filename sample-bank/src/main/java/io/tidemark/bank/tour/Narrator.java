package io.tidemark.bank.tour;

import io.tidemark.terminal.Console;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.ProgressBar;
import io.tidemark.terminal.Style;
import io.tidemark.terminal.Table;
import io.tidemark.terminal.TextWidth;
import java.util.List;
import java.util.function.UnaryOperator;

/** Tells a story in numbered steps, no line wider than there is room. Not thread-safe. */
final class Narrator {
  private static final String INDENT = "    ";
  private static final int NARROWEST = 20;

  /** Where there is no terminal somebody will read it on one. */
  private static final int USUAL = 80;

  private final Output out;
  private final Style style;
  private int step;

  Narrator(Console console) {
    this.out = console.out();
    this.style = console.style();
  }

  void title(String text) {
    out.line("");
    lines("", "", text, style::bold);
  }

  /** Begins a step with the lines of code that it is about. */
  void step(String text, String... code) {
    step++;
    out.line("");
    lines(style.bold("%2d".formatted(step)) + "  ", INDENT, text, style::bold);
    for (String line : code) {
      lines(INDENT, INDENT + "  ", line, style::cyan);
    }
  }

  void say(String text) {
    lines(INDENT, INDENT, text, UnaryOperator.identity());
  }

  /** What takes a while, said before it begins. */
  void wait(String text) {
    lines(INDENT, INDENT, text + " ...", style::dim);
  }

  void done(String text) {
    lines(INDENT + style.green("ok") + "  ", INDENT + INDENT, text, UnaryOperator.identity());
  }

  void refused(String text) {
    String begin = INDENT + style.red("refused") + "  ";
    lines(begin, INDENT + INDENT, text, UnaryOperator.identity());
  }

  void command(ShellCommand command) {
    command.lines(room(INDENT)).forEach(line -> out.line(INDENT + style.cyan(line)));
  }

  void table(Table table) {
    List<String> lines = table.lines(style, room(INDENT));
    lines.forEach(line -> out.line(INDENT + line));
  }

  ProgressBar progress(String text) {
    return new ProgressBar(INDENT + text, out);
  }

  private void lines(String first, String others, String text, UnaryOperator<String> styled) {
    String begin = first;
    for (String line : TextWidth.wrap(text, room(others))) {
      out.line(begin + styled.apply(line));
      begin = others;
    }
  }

  private int room(String begin) {
    return Math.max(NARROWEST, Math.min(out.columns(), USUAL) - begin.length());
  }
}
