package io.tidemark.benchmarks.streams;

import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.Options.ServerAddress;
import io.tidemark.benchmarks.streams.goals.Goals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to measure, how often, and where.
 *
 * @param works in their order; none if it is goals that are measured
 * @param rounds rounds that count
 * @param warmups rounds before those, which do not count
 * @param events how many there are
 * @param only parts of the names of those who are measured beside the plain fold, or names of
 *     goals; none for all
 * @param server a server of one's own; null for an embedded one
 */
record StreamOptions(
    List<Workload> works,
    int rounds,
    int warmups,
    int events,
    List<String> only,
    @Nullable ServerAddress server) {
  private static final String GOALS = "goals";

  static final String HELP =
      """
      Measures windows of Tidemark beside those of stream processors, prints Markdown tables.

      Usage: java -jar benchmarks/streams/target/streams.jar [WORK...] [OPTION...]

      Works, of 1,000,000 events of 10,000 keys, one in a hundred up to a minute late:
        t1        tumbling, 1 minute
        t2        hopping, 5 minutes each minute
        t3        sliding, 5 minutes, a row per event
        t4        sliding, 10 events, a row per event
        t5        batches of 100 events
        t6        sessions, gap of 30 seconds
        all       all of these (the default)
        goals     none of these, but what windows are to reach, each beside a baseline of its own:
                  G5 long sliding windows, G6 late events, G7 delay of rows, G9 restart, G10 SQL,
                  G11 as of, G12 verification; half an hour

      Options:
        --rounds N        rounds that count (3)
        --warmups N       rounds before them that do not (1)
        --events N        how many there are (1000000)
        --only A,B        only contenders with one of these in their name, and the bare fold; or
                          only goals with one of these names
        --jdbc-url URL    a server of your own; the default is an embedded one with fsync on.
                          Tables and schemas named benchmark_... are dropped and made again.
        --user U          its user (postgres); the password is in the variable PGPASSWORD
        --help            this text

      Examples:
        java -jar benchmarks/streams/target/streams.jar > table.md
        java -jar benchmarks/streams/target/streams.jar t1 t6 --only Tidemark,Flink --rounds 5
        java -jar benchmarks/streams/target/streams.jar goals --only G5,G6 > goals.md
      """;

  /**
   * Reads them from a command line.
   *
   * @throws IllegalArgumentException if they make no sense; the message says why
   */
  static StreamOptions parse(String[] arguments) {
    List<Workload> works = new ArrayList<>();
    boolean isGoals = false;
    int rounds = 3;
    int warmups = 1;
    int events = 1_000_000;
    List<String> only = List.of();
    String url = null;
    String user = "postgres";
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (name.equals(GOALS)) {
        isGoals = true;
        continue;
      }
      if (!name.startsWith("--")) {
        works.addAll(works(name));
        continue;
      }
      if (++i == arguments.length) {
        throw new IllegalArgumentException("Expected a value after " + name);
      }
      String value = arguments[i];
      switch (name) {
        case "--rounds" -> rounds = number(name, value, 1);
        case "--warmups" -> warmups = number(name, value, 0);
        case "--events" -> events = number(name, value, 1);
        case "--only" -> only = List.of(value.split(",", -1));
        case "--jdbc-url" -> url = value;
        case "--user" -> user = value;
        default -> throw new IllegalArgumentException("Unknown option " + name);
      }
    }
    requireOne(works, isGoals, only);
    String password = System.getenv().getOrDefault("PGPASSWORD", "");
    return new StreamOptions(
        works.isEmpty() && !isGoals ? List.of(Workload.values()) : List.copyOf(works),
        rounds,
        warmups,
        events,
        only,
        url == null ? null : new ServerAddress(url, user, password));
  }

  private static void requireOne(List<Workload> works, boolean isGoals, List<String> only) {
    if (isGoals && !works.isEmpty()) {
      throw new IllegalArgumentException("Expected works or goals, actual both");
    }
    if (isGoals && !Goals.names().containsAll(only)) {
      throw new IllegalArgumentException(
          "Unknown goals in %s: expected %s".formatted(only, Goals.names()));
    }
  }

  /** Whether it is goals that are measured. */
  boolean isGoals() {
    return works.isEmpty();
  }

  /** Whether a goal is measured. */
  boolean includes(String goal) {
    return only.isEmpty() || only.contains(goal);
  }

  private static List<Workload> works(String name) {
    if (name.equals("all")) {
      return List.of(Workload.values());
    }
    return Stream.of(Workload.values())
        .filter(work -> work.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .map(List::of)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown work '%s': expected t1 to t6, or all".formatted(name)));
  }

  private static int number(String name, String value, int least) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "Expected a number from %d on after %s, actual '%s'".formatted(least, name, value));
  }

  /** Whether a contender is measured. */
  boolean includes(Contender contender) {
    return only.isEmpty() || only.stream().anyMatch(contender.name()::contains);
  }

  /** As rounds and servers are told. */
  Options common() {
    return new Options(List.of(), rounds, warmups, 0, null, server);
  }
}
