package io.tidemark.benchmarks;

import io.tidemark.benchmarks.append.AppendBenchmark;
import io.tidemark.benchmarks.append.HotStreamBenchmark;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.OwnJvm;
import io.tidemark.benchmarks.measure.Report;
import io.tidemark.benchmarks.micro.MicroBenchmark;
import io.tidemark.benchmarks.read.CategoryBenchmark;
import io.tidemark.benchmarks.read.DelayBenchmark;
import io.tidemark.benchmarks.read.GrowthBenchmark;
import io.tidemark.benchmarks.read.HistoryBenchmark;
import io.tidemark.benchmarks.read.IdleBenchmark;
import io.tidemark.benchmarks.read.LargeRebuildBenchmark;
import io.tidemark.benchmarks.read.LoadBenchmark;
import io.tidemark.benchmarks.read.ProjectBenchmark;
import io.tidemark.benchmarks.read.ReplayBenchmark;
import io.tidemark.benchmarks.read.StagedWindowBenchmark;
import io.tidemark.benchmarks.read.WindowBenchmark;
import java.sql.SQLException;
import java.util.List;

/** The command line of the benchmarks. */
public final class Main {
  private static final int WRONG_USAGE = 2;

  private static final String MICRO = "micro";
  private static final int REPLAY_MEGABYTES = 128;
  private static final int REBUILD_MEGABYTES = 256;

  private Main() {}

  /** See {@link Options#HELP}. */
  public static void main(String[] arguments) throws Exception {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Options.HELP);
      return;
    }
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "; see --help");
      System.exit(WRONG_USAGE);
      return;
    }
    if (options.works().contains(MICRO)) {
      MicroBenchmark.run();
    }
    List<String> works = options.works().stream().filter(work -> !work.equals(MICRO)).toList();
    if (!works.isEmpty()) {
      run(works, options);
    }
    System.exit(0); // threads of libraries must not keep the JVM
  }

  private static void run(List<String> works, Options options) throws Exception {
    try (Database database = Database.open(options)) {
      Report report = new Report();
      for (String work : works) {
        measure(work, database, options, report);
      }
      if (OwnJvm.isHere()) {
        report.printForOther(System.out);
      } else {
        printHead(database, options);
        report.print(System.out);
      }
    }
  }

  private static void measure(String work, Database database, Options options, Report report)
      throws Exception {
    switch (work) {
      case "append" -> new AppendBenchmark(database, options).run(report);
      case "hot" -> new HotStreamBenchmark(database, options).run(report);
      case "load" -> new LoadBenchmark(database, options).run(report);
      case "project" -> new ProjectBenchmark(database, options).run(report);
      case "windows" -> new WindowBenchmark(database, options).run(report);
      case "staged-windows" -> new StagedWindowBenchmark(database, options).run(report);
      case "history" -> new HistoryBenchmark(database, options).run(report);
      case "category" -> new CategoryBenchmark(database, options).run(report);
      case "growth" -> new GrowthBenchmark(database, options).run(report);
      case "delay" -> new DelayBenchmark(database, options).run(report);
      case "idle" -> new IdleBenchmark(database, options).run(report);
      case "replay" -> {
        if (OwnJvm.isHere()) {
          new ReplayBenchmark(database, options).run(report);
        } else {
          OwnJvm.run(work, REPLAY_MEGABYTES, database, options, report);
        }
      }
      case "rebuild-large" -> {
        if (OwnJvm.isHere()) {
          new LargeRebuildBenchmark(database, options).run(report);
        } else {
          OwnJvm.run(work, REBUILD_MEGABYTES, database, options, report);
        }
      }
      default -> throw new IllegalArgumentException(work);
    }
  }

  private static void printHead(Database database, Options options) throws SQLException {
    System.out.printf(
        "%n%s; JDK %s, %d processors; %d rounds of %s s after %d to warm up.%n%n",
        database.description(),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        options.rounds(),
        options.seconds(),
        options.warmups());
  }
}
