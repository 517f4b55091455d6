package io.tidemark.benchmarks.streams.goals;

import io.tidemark.benchmarks.measure.Companion;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.streams.goals.Lab.OpenLog;
import java.io.PrintStream;
import java.util.List;

/** A process that goes on with rows that another has left, once. */
final class RestartedProcess {
  private static final double MILLIS = 1e3;

  private RestartedProcess() {}

  /** Takes what {@link Companion#start} gives, and the schema of the log. */
  public static void main(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err); // what libraries print is no answer
    Database database = Companion.database(arguments);
    Companion.serve(answers, any -> List.of("" + firstRow(database, arguments[2]) * MILLIS));
  }

  private static double firstRow(Database database, String schema) throws Exception {
    long before = position(database, schema);
    double seconds =
        Lab.seconds(
            () -> {
              try (OpenLog log = OpenLog.of(database, schema, Restart.rows(schema))) {
                log.projections().catchUp(Restart.PROJECTION);
              }
            });
    Lab.require(position(database, schema) > before, "no event was left to make a row of");
    return seconds;
  }

  private static long position(Database database, String schema) throws Exception {
    return Long.parseLong(
        database.value("select max(position) from %s.projections".formatted(Restart.rows(schema))));
  }
}
