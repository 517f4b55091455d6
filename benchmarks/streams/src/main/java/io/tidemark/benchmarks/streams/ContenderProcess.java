package io.tidemark.benchmarks.streams;

import io.tidemark.benchmarks.measure.Companion;
import io.tidemark.benchmarks.measure.Database;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * One contender at one work in a JVM of its own, which does it once each time that it is told to.
 */
final class ContenderProcess {
  private ContenderProcess() {}

  /** Arguments: the server's URL and user, the name of the contender, the work, how many events. */
  public static void main(String[] arguments) {
    int exitCode = 1;
    try {
      serve(arguments);
      exitCode = 0;
    } catch (Exception | LinkageError e) {
      System.err.println("Failed: " + String.join(" ", arguments));
      e.printStackTrace(System.err);
    }
    System.exit(exitCode); // threads of libraries must not keep the JVM
  }

  private static void serve(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err); // what libraries print is no answer
    try (Database database = Companion.database(Arrays.copyOf(arguments, 2))) {
      Contender contender = Contenders.named(database, arguments[2]);
      Workload work = Workload.valueOf(arguments[3]);
      Event[] events = Event.generate(Integer.parseInt(arguments[4]));
      Companion.serve(answers, any -> List.of(OneRun.of(contender, work, events).line()));
    }
  }
}
