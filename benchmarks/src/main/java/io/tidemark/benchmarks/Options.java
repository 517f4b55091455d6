package io.tidemark.benchmarks;

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
 * @param server a server of one's own; null for an embedded one
 */
record Options(
    List<String> works, int rounds, int warmups, double seconds, @Nullable ServerAddress server) {
  static final List<String> ALL = List.of("append", "hot", "load", "replay", "project", "history");

  static final String HELP =
      """
      Measures Tidemark beside plain JDBC on one PostgreSQL and prints Markdown tables.

      Usage: java -jar benchmarks/target/benchmarks.jar [WORK...] [OPTION...]

      Works:
        append    one event per append by 1, 16, 64 and 256 callers; 10 events by 16 callers
        hot       16 callers with commands on one stream
        load      one stream of 10 and of 1,000 events
        replay    1,000,000 events into a fold, in a JVM with -Xmx128m
        project   200,000 events into a table
        history   1,000,000 events into a table with and without history, and questions to it
        all       all of these (the default)
        micro     codec, guard and event ids, by JMH, without a database

      Options:
        --rounds N        rounds that count (5)
        --warmups N       rounds before them that do not (2)
        --seconds S       length of one measurement (3)
        --jdbc-url URL    a server of your own; the default is an embedded one with fsync on.
                          Schemas named benchmark_... are dropped and made again in it.
        --user U          its user (postgres)
        --password P      its password (none); better: the variable PGPASSWORD
        --help            this text

      Examples:
        java -jar benchmarks/target/benchmarks.jar
        java -jar benchmarks/target/benchmarks.jar append hot --rounds 10 --seconds 5
        java -jar benchmarks/target/benchmarks.jar replay --jdbc-url jdbc:postgresql://127.0.0.1/bench
      """;

  /**
   * A server that runs already.
   *
   * @param url its JDBC URL
   * @param user a user who may make schemas there
   * @param password that user's password, maybe empty
   */
  record ServerAddress(String url, String user, String password) {}

  /**
   * @throws IllegalArgumentException if they make no sense; the message says why
   */
  static Options parse(String[] arguments) {
    List<String> works = new ArrayList<>();
    int rounds = 5;
    int warmups = 2;
    double seconds = 3;
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
        case "--jdbc-url" -> url = value;
        case "--user" -> user = value;
        case "--password" -> password = value;
        default -> throw new IllegalArgumentException("Unknown option " + name);
      }
    }
    if (rounds < 1) {
      throw new IllegalArgumentException("Expected at least one round, actual " + rounds);
    }
    ServerAddress server = url == null ? null : new ServerAddress(url, user, password);
    return new Options(known(works), rounds, warmups, seconds, server);
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
  Duration length() {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  /** The same options for one work on this server. */
  Options only(String work, ServerAddress address) {
    return new Options(List.of(work), rounds, warmups, seconds, address);
  }

  /** As arguments, without the password. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(works);
    arguments.addAll(List.of("--rounds", "" + rounds, "--warmups", "" + warmups));
    arguments.addAll(List.of("--seconds", "" + seconds));
    if (server != null) {
      arguments.addAll(List.of("--jdbc-url", server.url(), "--user", server.user()));
    }
    return arguments;
  }
}
