package io.tidemark.benchmarks.streams;

import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Table;
import io.tidemark.benchmarks.streams.goals.Goals;
import io.tidemark.benchmarks.streams.log.EventLog;
import io.tidemark.benchmarks.streams.peer.TableOfEvents;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The command line of the benchmarks of streams. */
public final class Main {
  private static final int WRONG_USAGE = 2;

  private Main() {}

  /** See {@link StreamOptions#HELP}. */
  public static void main(String[] arguments) throws Exception {
    if (List.of(arguments).contains("--help")) {
      System.out.print(StreamOptions.HELP);
      return;
    }
    StreamOptions options;
    try {
      options = StreamOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "; see --help");
      System.exit(WRONG_USAGE);
      return;
    }
    System.exit(options.isGoals() ? goals(options) : run(options) ? 0 : 1);
  }

  /** Ends with an exception if something is wrong with what was made. */
  private static int goals(StreamOptions options) throws Exception {
    try (Database database = Database.open(options.common())) {
      Table table = Goals.measure(database, options.common(), options::includes, options.events());
      head(database, options);
      table.lines().forEach(System.out::println);
    }
    return 0;
  }

  /** Whether all made the rows that they should. */
  private static boolean run(StreamOptions options) throws Exception {
    Event[] events = Event.generate(options.events());
    List<StreamComparison> done = new ArrayList<>();
    try (Database database = Database.open(options.common())) {
      TableOfEvents.create(database, events);
      EventLog.create(database, events);
      for (Workload work : options.works()) {
        StreamComparison comparison = new StreamComparison(database, options, events, work);
        comparison.run();
        done.add(comparison);
      }
      print(database, options, done);
    }
    return done.stream().noneMatch(StreamComparison::isWrong);
  }

  private static void print(Database database, StreamOptions options, List<StreamComparison> done)
      throws SQLException {
    head(database, options);
    summary(database, options, done).lines().forEach(System.out::println);
    for (StreamComparison comparison : done) {
      System.out.println();
      comparison.table().lines().forEach(System.out::println);
    }
  }

  private static void head(Database database, StreamOptions options) throws SQLException {
    System.out.printf(
        "%n%s; JDK %s, %d processors; %,d events, %d rounds after %d to warm up.%n%n",
        database.description(),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        options.events(),
        options.rounds(),
        options.warmups());
  }

  private static Table summary(
      Database database, StreamOptions options, List<StreamComparison> done) {
    List<String> head = new ArrayList<>(List.of("thousands of events/s (of the bare fold)"));
    options.works().forEach(work -> head.add(work.name().toLowerCase(Locale.ROOT)));
    Table table = new Table(head.toArray(new String[0]));
    for (Contender contender : Contenders.all(database)) {
      List<String> cells = new ArrayList<>(List.of(contender.name()));
      done.forEach(comparison -> cells.add(comparison.summary(contender)));
      if (cells.stream().skip(1).anyMatch(cell -> !cell.isEmpty())) {
        table.row(cells.toArray(new String[0]));
      }
    }
    return table;
  }
}
