package io.tidemark.terminal;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many columns the terminal of this process has. The variable {@code COLUMNS} goes before what
 * the terminal says, which is asked anew once a second, because a window may change. Thread-safe.
 */
final class TerminalWidth implements IntSupplier {
  static final int UNKNOWN = 80;
  private static final int NARROWEST = 10;
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long PATIENCE_MILLIS = 1000;
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final OptionalInt told;
  private final Supplier<String> terminal;
  private final LongSupplier clock;
  private long asked;
  private int columns;

  /**
   * With another way to ask.
   *
   * @param terminal gives rows and columns, or a text without two numbers
   * @param clock nanoseconds
   */
  TerminalWidth(Map<String, String> environment, Supplier<String> terminal, LongSupplier clock) {
    this.told = number(environment.getOrDefault("COLUMNS", ""), 1);
    this.terminal = terminal;
    this.clock = clock;
  }

  /** That of the terminal which controls this process, whatever its streams are connected to. */
  static TerminalWidth ofProcess(Map<String, String> environment) {
    return new TerminalWidth(environment, TerminalWidth::askTerminal, System::nanoTime);
  }

  @Override
  public synchronized int getAsInt() {
    long now = clock.getAsLong();
    if (columns == 0 || now - asked > FRESH_NANOS) {
      columns = told.isPresent() ? told.getAsInt() : number(terminal.get(), 2).orElse(UNKNOWN);
      asked = now;
    }
    return columns;
  }

  /** The n-th number of a text; a terminal that does not know its size says 0. */
  private static OptionalInt number(String text, int which) {
    Matcher numbers = NUMBER.matcher(text);
    for (int found = 0; numbers.find(); ) {
      found++;
      if (found == which) {
        int value = numbers.group().length() > 5 ? 0 : Integer.parseInt(numbers.group());
        return value < NARROWEST ? OptionalInt.empty() : OptionalInt.of(value);
      }
    }
    return OptionalInt.empty();
  }

  /** Lines and columns are the first two numbers that either program prints. */
  private static String askTerminal() {
    boolean isWindows = File.separatorChar == '\\';
    ProcessBuilder question =
        isWindows
            ? new ProcessBuilder("cmd.exe", "/c", "mode con")
            : new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty"));
    try {
      Process process = question.redirectErrorStream(true).start();
      try (InputStream answer = process.getInputStream()) {
        if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          return "";
        }
        return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
      }
    } catch (IOException e) {
      return ""; // no such program, or no terminal
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
