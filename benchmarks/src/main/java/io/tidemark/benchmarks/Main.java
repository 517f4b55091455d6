package io.tidemark.benchmarks;

import io.tidemark.benchmarks.micro.MicroBenchmark;
import java.sql.SQLException;
import java.util.List;

/** The command line of the benchmarks. */
public final class Main {
  private static final int WRONG_USAGE = 2;

  private static final String MICRO = "micro";

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
      if (!SmallHeap.isHere()) {
        printHead(database, options);
      }
      report.print(System.out);
    }
  }

  private static void measure(String work, Database database, Options options, Report report)
      throws Exception {
    switch (work) {
      case "append" -> new AppendBenchmark(database, options).run(report);
      case "hot" -> new HotStreamBenchmark(database, options).run(report);
      case "load" -> new LoadBenchmark(database, options).run(report);
      case "project" -> new ProjectBenchmark(database, options).run(report);
      case "history" -> new HistoryBenchmark(database, options).run(report);
      case "replay" -> {
        if (SmallHeap.isHere()) {
          new ReplayBenchmark(database, options).run(report);
        } else {
          SmallHeap.run(work, database, options, report);
        }
      }
      default -> throw new IllegalArgumentException(work);
    }
  }

  private static void printHead(Database database, Options options) throws SQLException {
    System.out.printf(
        "%n%s; JDK %s, %d processors; %d rounds of %s s after %d to warm up.%n%n%s",
        database.description(),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        options.rounds(),
        options.seconds(),
        options.warmups(),
        Result.HEADER);
  }
}
