package io.tidemark.bank.tour;

import io.tidemark.terminal.Console;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.Style;
import io.tidemark.terminal.Table;
import io.tidemark.terminal.TextWidth;
import io.tidemark.terminal.progress.ProgressBar;
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
    lines(new Mark("", "", ""), text, style::bold);
  }

  void blank() {
    out.line("");
  }

  /** Begins a step with the lines of code that it is about. */
  void step(String text, String... code) {
    step++;
    out.line("");
    String number = "%2d  ".formatted(step);
    lines(new Mark(number, style.bold(number), INDENT), text, style::bold);
    for (String line : code) {
      lines(new Mark(INDENT, INDENT, INDENT + "  "), line, style::cyan);
    }
  }

  void say(String text) {
    lines(new Mark(INDENT, INDENT, INDENT), text, UnaryOperator.identity());
  }

  /** What takes a while, said before it begins. */
  void wait(String text) {
    lines(new Mark(INDENT, INDENT, INDENT), text + " ...", style::dim);
  }

  void done(String text) {
    marked("ok", style.green("ok"), text);
  }

  void refused(String text) {
    marked("refused", style.red("refused"), text);
  }

  void figure(double value, String text) {
    String number = "%s%,7.0f  ".formatted(INDENT, value);
    lines(new Mark(number, number, " ".repeat(number.length())), text, UnaryOperator.identity());
  }

  private void marked(String mark, String coloured, String text) {
    Mark begin = new Mark(INDENT + mark + "  ", INDENT + coloured + "  ", INDENT + INDENT);
    lines(begin, text, UnaryOperator.identity());
  }

  void command(ShellCommand command) {
    command.lines(room(INDENT)).forEach(line -> out.line(INDENT + style.cyan(line)));
  }

  void table(Table table) {
    List<String> lines = table.lines(style, room(INDENT));
    lines.forEach(line -> out.line(INDENT + line));
  }

  ProgressBar progress(String text, String things) {
    return new ProgressBar(INDENT + text, things, out);
  }

  /** What stands before the first line, plain and coloured, and before the others. */
  private record Mark(String plain, String coloured, String others) {}

  private void lines(Mark mark, String text, UnaryOperator<String> styled) {
    int indent = Math.max(mark.plain().length(), mark.others().length());
    String begin = mark.coloured();
    for (String line : TextWidth.wrap(text, room(" ".repeat(indent)))) {
      out.line(begin + styled.apply(line));
      begin = mark.others();
    }
  }

  private int room(String begin) {
    return Math.max(NARROWEST, Math.min(out.columns(), USUAL) - begin.length());
  }
}
