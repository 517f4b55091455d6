package io.tidemark.benchmarks.read;

import io.tidemark.benchmarks.measure.Comparison;
import io.tidemark.benchmarks.measure.Contender.Measurement;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.measure.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The same work with logs of several sizes, each ten times as large as the one before. */
public final class GrowthBenchmark {
  private static final int SMALLEST = 100_000;
  private static final int LARGEST = 1_000_000;
  private static final double FLAT = 0.8;

  private final Database database;
  private final Options options;

  public GrowthBenchmark(Database database, Options options) {
    this.database = database;
    this.options = options;
  }

  public void run(Report report) throws Exception {
    List<GrownLog> logs = new ArrayList<>();
    try {
      for (long size = SMALLEST; size <= options.eventsOr(LARGEST); size *= 10) {
        logs.add(GrownLog.open(database, options, (int) size));
      }
      report.add(compare(logs, "catch up with 1 % of the events", log -> log::caughtUp));
      report.add(compare(logs, "one row as of the middle of the log", log -> log::rowsAsOf));
      report.add(compare(logs, "1,000 rows as of the middle", log -> log::thousandsOfRowsAsOf));
      Result explained = compare(logs, "explain a row with 100 events", log -> log::explained);
      report.add(explained);
      report.add(compare(logs, "load a stream of 100 events", log -> log::loaded));
      report.add(compare(logs, "append 1 event, 16 callers", log -> log::appended)); // it goes on
      report.note(
          "A row with 100 events of %,d is explained in %.1f ms (aim: 20)."
              .formatted(
                  logs.get(logs.size() - 1).size(), 1_000 / explained.median(logs.size() - 1)));
    } finally {
      logs.forEach(GrownLog::close);
    }
  }

  private Result compare(List<GrownLog> logs, String work, Function<GrownLog, Measurement> of)
      throws Exception {
    Comparison comparison = new Comparison(work);
    for (GrownLog log : logs) {
      String name = "log of %,d events".formatted(log.size());
      if (log.size() == logs.get(0).size()) {
        comparison.baseline(name, of.apply(log));
      } else {
        comparison.aiming(name, FLAT, of.apply(log));
      }
    }
    return comparison.run(options, database);
  }
}
