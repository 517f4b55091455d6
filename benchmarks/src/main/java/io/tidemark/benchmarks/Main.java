package io.tidemark.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The command line of the benchmarks. */
public final class Main {
  private static final int WRONG_USAGE = 2;

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
    run(options);
    System.exit(0); // threads of libraries must not keep the JVM
  }

  private static void run(Options options) throws Exception {
    List<Result> results = new ArrayList<>();
    try (Database database = Database.open(options)) {
      for (String work : options.works()) {
        measure(work, database, options, results);
      }
      print(database, options, results);
    }
  }

  private static void measure(
      String work, Database database, Options options, List<Result> results) throws Exception {
    switch (work) {
      case "append" -> new AppendBenchmark(database, options).run(results::add);
      default -> throw new IllegalArgumentException(work);
    }
  }

  private static void print(Database database, Options options, List<Result> results)
      throws Exception {
    System.out.printf(
        "%n%s; JDK %s, %d processors; %d rounds of %s s after %d to warm up.%n%n%s",
        database.description(),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        options.rounds(),
        options.seconds(),
        options.warmups(),
        Result.HEADER);
    results.forEach(result -> System.out.print(result.rows()));
  }
}
