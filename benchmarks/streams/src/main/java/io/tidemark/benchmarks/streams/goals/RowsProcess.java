package io.tidemark.benchmarks.streams.goals;

import io.tidemark.benchmarks.measure.Companion;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.streams.goals.Lab.OpenLog;
import io.tidemark.benchmarks.streams.goals.RowDelays.Following;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another process that makes rows when it is told to, and then says when they were there. */
final class RowsProcess {
  static final String FOLLOW = "follow";

  private final OpenLog log;
  private @Nullable Following following;

  private RowsProcess(OpenLog log) {
    this.log = log;
  }

  /** Takes what {@link Companion#start} gives. */
  public static void main(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err); // what libraries print is no answer
    try (Database database = Companion.database(arguments);
        OpenLog log = OpenLog.of(database, RowDelays.SCHEMA, Lab.ROWS_SCHEMA)) {
      Companion.serve(answers, new RowsProcess(log)::answer);
    }
  }

  /** {@link #FOLLOW}, and then of how many events. */
  private List<String> answer(String what) throws InterruptedException {
    if (what.equals(FOLLOW)) {
      following = Following.begin(log);
      return List.of();
    }
    if (following == null) {
      throw new IllegalStateException("Told nothing to follow");
    }
    try (Following done = following) {
      return Arrays.stream(done.times().await(Integer.parseInt(what)))
          .mapToObj(Long::toString)
          .toList();
    }
  }
}
