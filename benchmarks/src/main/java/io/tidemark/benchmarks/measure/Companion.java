package io.tidemark.benchmarks.measure;

import io.tidemark.benchmarks.measure.Options.ServerAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Another process that works beside this one, and is told what to do line by line. It ends with its
 * input, and so with this process.
 */
public final class Companion implements AutoCloseable {
  private static final String END = "";

  private final String name;
  private final Process process;
  private final PrintStream input;
  private final BufferedReader output;

  private Companion(String name, Process process) {
    this.name = name;
    this.process = process;
    this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.output = OwnJvm.lines(process);
  }

  /**
   * Starts one, whose arguments are the server's URL and user and these. Its {@code main} calls
   * {@link #serve}.
   */
  public static Companion start(Class<?> main, Database database, String... arguments)
      throws IOException {
    return start(List.of(), main, database, arguments);
  }

  /** Starts one with these settings of its JVM. */
  public static Companion start(
      List<String> settings, Class<?> main, Database database, String... arguments)
      throws IOException {
    List<String> all = new ArrayList<>();
    all.addAll(List.of(database.address().url(), database.address().user()));
    all.addAll(List.of(arguments));
    return new Companion(
        main.getSimpleName(), OwnJvm.start(settings, main.getName(), database.address(), all));
  }

  /** Has it do this, and gives what it answers. */
  public List<String> ask(String what) throws IOException {
    input.println(what);
    List<String> answer = new ArrayList<>();
    while (true) {
      String line = output.readLine();
      if (line == null) {
        throw new IllegalStateException(name + " ended before it had answered " + what);
      }
      if (line.equals(END)) {
        return answer;
      }
      answer.add(line);
    }
  }

  /** Processor time that it has used so far. */
  public Duration processorTime() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  @Override
  public void close() {
    input.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  /** What the other process does with a line. */
  @FunctionalInterface
  public interface Work {
    /** Does it, and answers with lines, none of which is empty. */
    List<String> answer(String what) throws Exception;
  }

  /** In the other process: the server that its arguments name. */
  public static Database database(String[] arguments) {
    return Database.at(
        new ServerAddress(
            arguments[0], arguments[1], System.getenv().getOrDefault("PGPASSWORD", "")));
  }

  /** In the other process: does what it is told until there is nobody any more to tell it. */
  public static void serve(Work work) throws Exception {
    serve(System.out, work);
  }

  /** The same where answers go to what was the standard output when the process began. */
  public static void serve(PrintStream answers, Work work) throws Exception {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      work.answer(line).forEach(answers::println);
      answers.println(END);
      answers.flush();
    }
  }
}
