package io.tidemark.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to measure, how often, and where.
 *
 * @param works names of the benchmarks, in order
 * @param rounds rounds that count
 * @param warmups rounds before those, which do not count
 * @param seconds how long each contender runs in a round, where the work has no end of its own
 * @param events how many events a log has that is filled before; null for what is usual there
 * @param server a server of one's own; null for an embedded one
 */
public record Options(
    List<String> works,
    int rounds,
    int warmups,
    double seconds,
    @Nullable Integer events,
    @Nullable ServerAddress server) {
  public static final List<String> ALL =
      List.of(
          "append",
          "hot",
          "load",
          "replay",
          "project",
          "windows",
          "staged-windows",
          "history",
          "category",
          "growth",
          "delay",
          "idle",
          "rebuild-large");

  private static final int EVENTS_STEP = 100_000;

  public static final String HELP =
      """
      Measures Tidemark beside plain JDBC on one PostgreSQL and prints Markdown tables.

      Usage: java -jar benchmarks/target/benchmarks.jar [WORK...] [OPTION...]

      Works:
        append    one event per append by 1, 16, 64 and 256 callers; 10 events by 16 callers
        hot       16 callers with commands on one stream
        load      one stream of 10 and of 1,000 events
        replay    1,000,000 events into a fold, in a JVM with -Xmx128m
        project   200,000 events into a table, by shards, rebuilds and other read models too
        windows   200,000 events added up by the minute
        staged-windows
                  sessions, batches, closed and sliding windows of 200,000 events
        history   1,000,000 events into a table with and without history, and questions to it
        category  one percent of the events of a log of 1,000,000 into a table
        growth    appends, loads, catching up and questions with logs of 100,000 and 1,000,000
        delay     from commit to handler, in this process and in another, at 500 appends a second
        idle      what a process with three projections costs that has nothing to do
        rebuild-large
                  10,000,000 events into a table by a rebuild, once, in a JVM with -Xmx256m
        all       all of these (the default): some half an hour
        micro     codec, guard and event ids, by JMH, without a database

      Options:
        --rounds N        rounds that count (5)
        --warmups N       rounds before them that do not (2)
        --seconds S       length of one measurement (3)
        --events N        events in the log of project, windows, category and rebuild-large, and
                          in the largest of growth, to which each is ten times the one before
                          it: a multiple of 100,000
        --jdbc-url URL    a server of your own; the default is an embedded one with fsync on.
                          Schemas named benchmark_... are dropped and made again in it.
        --user U          its user (postgres)
        --password P      its password (none); better: the variable PGPASSWORD
        --help            this text

      Examples:
        java -jar benchmarks/target/benchmarks.jar
        java -jar benchmarks/target/benchmarks.jar append hot --rounds 10 --seconds 5
        java -jar benchmarks/target/benchmarks.jar growth --events 10000000 --rounds 3 --warmups 1
        java -jar benchmarks/target/benchmarks.jar replay --jdbc-url jdbc:postgresql://127.0.0.1/bench
      """;

  /**
   * A server that runs already.
   *
   * @param url its JDBC URL
   * @param user a user who may make schemas there
   * @param password that user's password, maybe empty
   */
  public record ServerAddress(String url, String user, String password) {}

  /**
   * Reads them from a command line.
   *
   * @throws IllegalArgumentException if they make no sense; the message says why
   */
  public static Options parse(String[] arguments) {
    List<String> works = new ArrayList<>();
    int rounds = 5;
    int warmups = 2;
    double seconds = 3;
    Integer events = null;
    String url = null;
    String user = "postgres";
    String password = System.getenv().getOrDefault("PGPASSWORD", "");
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (!name.startsWith("--")) {
        works.add(name);
        continue;
      }
      if (++i == arguments.length) {
        throw new IllegalArgumentException("Expected a value after " + name);
      }
      String value = arguments[i];
      switch (name) {
        case "--rounds" -> rounds = number(name, value).intValue();
        case "--warmups" -> warmups = number(name, value).intValue();
        case "--seconds" -> seconds = number(name, value);
        case "--events" -> events = number(name, value).intValue();
        case "--jdbc-url" -> url = value;
        case "--user" -> user = value;
        case "--password" -> password = value;
        default -> throw new IllegalArgumentException("Unknown option " + name);
      }
    }
    if (rounds < 1) {
      throw new IllegalArgumentException("Expected at least one round, actual " + rounds);
    }
    if (events != null && (events < EVENTS_STEP || events % EVENTS_STEP != 0)) {
      throw new IllegalArgumentException(
          "Expected a multiple of %,d events, actual %,d".formatted(EVENTS_STEP, events));
    }
    ServerAddress server = url == null ? null : new ServerAddress(url, user, password);
    return new Options(known(works), rounds, warmups, seconds, events, server);
  }

  private static List<String> known(List<String> works) {
    if (works.isEmpty() || works.contains("all")) {
      return ALL;
    }
    for (String work : works) {
      if (!ALL.contains(work) && !work.equals("micro")) {
        throw new IllegalArgumentException(
            "Unknown work '%s': expected one of %s, all, micro".formatted(work, ALL));
      }
    }
    return List.copyOf(works);
  }

  private static Double number(String name, String value) {
    try {
      return Double.valueOf(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Expected a number after %s, actual '%s'".formatted(name, value), e);
    }
  }

  /** How long a contender runs in a round. */
  public Duration length() {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  /** How many events a log is to have that has so many if nothing is said. */
  public int eventsOr(int usual) {
    return events == null ? usual : events;
  }

  /** The same, but for one round only. */
  public Options once() {
    return new Options(works, 1, 0, seconds, events, server);
  }

  /** The same options for one work on this server. */
  public Options only(String work, ServerAddress address) {
    return new Options(List.of(work), rounds, warmups, seconds, events, address);
  }

  /** As arguments, without the password. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>(works);
    arguments.addAll(List.of("--rounds", "" + rounds, "--warmups", "" + warmups));
    arguments.addAll(List.of("--seconds", "" + seconds));
    if (events != null) {
      arguments.addAll(List.of("--events", "" + events));
    }
    if (server != null) {
      arguments.addAll(List.of("--jdbc-url", server.url(), "--user", server.user()));
    }
    return arguments;
  }
}
