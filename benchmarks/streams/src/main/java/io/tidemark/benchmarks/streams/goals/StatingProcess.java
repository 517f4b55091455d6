package io.tidemark.benchmarks.streams.goals;

import io.tidemark.benchmarks.measure.Companion;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Numbers;
import io.tidemark.benchmarks.streams.Workload;
import io.tidemark.benchmarks.streams.goals.Lab.OpenLog;
import io.tidemark.benchmarks.streams.log.EventLog;
import io.tidemark.benchmarks.streams.log.MadeBySql;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A process that names one statement after the other, once. */
final class StatingProcess {
  private static final double MILLIS = 1e3;
  private static final int TURNS = 3;

  private StatingProcess() {}

  /** Takes what {@link Companion#start} gives. */
  public static void main(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err); // what libraries print is no answer
    Database database = Companion.database(arguments);
    Companion.serve(answers, any -> List.of(times(database)));
  }

  /** Of the first one, and the median of those after it. */
  private static String times(Database database) throws Exception {
    List<Double> millis = new ArrayList<>();
    try (OpenLog log = OpenLog.of(database, EventLog.SCHEMA, Lab.ROWS_SCHEMA)) {
      for (int turn = 0; turn < TURNS; turn++) {
        for (Workload work : Workload.values()) {
          String name = "statement_" + millis.size();
          millis.add(Lab.seconds(() -> MadeBySql.create(log.projections(), name, work)) * MILLIS);
        }
      }
    }
    return millis.get(0) + " " + Numbers.median(millis.subList(1, millis.size()));
  }
}
