package io.tidemark.benchmarks.streams;

import io.tidemark.benchmarks.measure.Companion;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Rounds;
import io.tidemark.benchmarks.measure.Table;
import io.tidemark.benchmarks.streams.log.Replay;
import io.tidemark.benchmarks.streams.peer.BareFold;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All contenders at one work, in rounds, each in a JVM of its own that stays over the rounds. */
final class StreamComparison {
  private static final List<String> SETTINGS = List.of("-Xmx4g", "-Xmn512m");

  private final Database database;
  private final StreamOptions options;
  private final Event[] events;
  private final Workload work;
  private final List<Measured> all = new ArrayList<>();

  /** By the number of events. */
  private final Map<Integer, String> expected = new HashMap<>();

  StreamComparison(Database database, StreamOptions options, Event[] events, Workload work) {
    this.database = database;
    this.options = options;
    this.events = events;
    this.work = work;
    for (Contender contender : Contenders.all(database)) {
      if (contender.can(work) && (contender instanceof BareFold || options.includes(contender))) {
        all.add(new Measured(contender, work));
      }
    }
  }

  void run() throws Exception {
    List<Companion> processes = new ArrayList<>();
    try {
      for (Measured each : all) {
        processes.add(start(each.contender()));
      }
      Rounds.run(
          options.common(),
          database,
          all.size(),
          (i, counts) -> turn(all.get(i), processes.get(i), counts));
    } finally {
      processes.forEach(Companion::close);
    }
  }

  private Companion start(Contender contender) throws IOException {
    return Companion.start(
        SETTINGS,
        ContenderProcess.class,
        database,
        contender.name(),
        work.name(),
        "" + options.events());
  }

  private void turn(Measured measured, Companion process, boolean counts) {
    if (measured.hasFailed()) {
      return;
    }
    try {
      OneRun run = OneRun.parse(process.ask("run").get(0));
      boolean isEqual =
          expected
              .computeIfAbsent(run.events(), count -> OneRun.expected(work, events, count))
              .equals(run.rows());
      System.err.printf(
          "%s%s, %s: %,.0f/s%s%n",
          work.name(),
          counts ? "" : " (warm-up)",
          measured.contender().name(),
          run.perSecond(),
          isEqual || measured.contender() instanceof Replay ? "" : ", other rows " + run.rows());
      if (!isEqual && !(measured.contender() instanceof Replay)) {
        measured.isWrong();
      }
      if (counts) {
        measured.add(run);
      }
    } catch (IOException | IllegalStateException e) {
      measured.failed(e);
    }
  }

  /** Whether somebody failed, or made other rows who should not. */
  boolean isWrong() {
    return all.stream().anyMatch(each -> each.hasFailed() || each.isUnexpected());
  }

  /** What came of it. */
  Table table() {
    Table table =
        new Table(
            work.name().toLowerCase(Locale.ROOT) + ": " + work.title(),
            "",
            "median/s",
            "min..max",
            "of the bare fold",
            "of the replay",
            "aim");
    Measured none = new Measured(new BareFold(), work);
    Measured replay =
        all.stream().filter(each -> each.contender() instanceof Replay).findFirst().orElse(none);
    all.forEach(each -> table.row(each.row(all.get(0), replay, events.length)));
    return table;
  }

  /** What is said of a contender in the table of all works. */
  String summary(Contender contender) {
    return all.stream()
        .filter(each -> each.contender().name().equals(contender.name()))
        .map(each -> each.summary(all.get(0)))
        .findFirst()
        .orElse("");
  }
}
