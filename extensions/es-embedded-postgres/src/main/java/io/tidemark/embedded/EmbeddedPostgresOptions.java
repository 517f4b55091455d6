package io.tidemark.embedded;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How to start an embedded server. The options take effect only when opening starts the server:
 * whoever joins a running one gets it as it is. Only the idle timeout of one who joins counts too,
 * if it is longer.
 *
 * @param settings server settings by name, as in {@code postgresql.conf}, without quotes
 * @param port the TCP port on 127.0.0.1, or 0 for any free one
 * @param startTimeout how long opening may wait for the server, crash recovery included
 * @param idleTimeout how long the server stays up after the last one has closed; zero if the last
 *     one to close stops it
 * @param progress told in a few words what takes time: unpacking, initialising, starting
 */
public record EmbeddedPostgresOptions(
    Map<String, String> settings,
    int port,
    Duration startTimeout,
    Duration idleTimeout,
    Consumer<String> progress) {

  /**
   * An idle timeout that is never over: the server stays until {@link EmbeddedPostgres#stop}, or
   * until the machine stops.
   */
  public static final Duration UNTIL_STOPPED = ChronoUnit.FOREVER.getDuration();

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the port is not within 0 to 65535, or the idle timeout is
   *     negative
   */
  public EmbeddedPostgresOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("Invalid port: expected 0 to 65535, actual " + port);
    }
    if (idleTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid idle timeout: expected 0 or more, actual " + idleTimeout);
    }
    settings = Map.copyOf(settings);
  }

  /**
   * The default: what a transaction committed survives a crash of the process and of the machine.
   */
  public static EmbeddedPostgresOptions durable() {
    return withDurability("on");
  }

  /**
   * For data nobody will miss: no waiting for the disk, so a crash of the machine may destroy the
   * whole directory.
   */
  public static EmbeddedPostgresOptions throwaway() {
    return withDurability("off");
  }

  private static EmbeddedPostgresOptions withDurability(String onOrOff) {
    Map<String, String> settings =
        Map.of("fsync", onOrOff, "full_page_writes", onOrOff, "synchronous_commit", onOrOff);
    return new EmbeddedPostgresOptions(
        settings, 0, Duration.ofMinutes(2), Duration.ZERO, message -> {});
  }

  /** These options with one server setting added or replaced. */
  public EmbeddedPostgresOptions withSetting(String name, String value) {
    Map<String, String> changed = new HashMap<>(settings);
    changed.put(name, value);
    return new EmbeddedPostgresOptions(changed, port, startTimeout, idleTimeout, progress);
  }

  /** These options with a fixed port, or with any free one for 0. */
  public EmbeddedPostgresOptions withPort(int newPort) {
    return new EmbeddedPostgresOptions(settings, newPort, startTimeout, idleTimeout, progress);
  }

  /** These options with another limit for the start. */
  public EmbeddedPostgresOptions withStartTimeout(Duration newStartTimeout) {
    return new EmbeddedPostgresOptions(settings, port, newStartTimeout, idleTimeout, progress);
  }

  /**
   * These options with a server that stays up for so long after the last one has closed, to be
   * joined by whoever comes next. A small process of its own stops it then, also if those who used
   * it were killed. If that process cannot be started, the last one to close stops the server.
   */
  public EmbeddedPostgresOptions withIdleTimeout(Duration newIdleTimeout) {
    return new EmbeddedPostgresOptions(settings, port, startTimeout, newIdleTimeout, progress);
  }

  /** These options with a listener that is told what takes time. */
  public EmbeddedPostgresOptions withProgress(Consumer<String> listener) {
    return new EmbeddedPostgresOptions(settings, port, startTimeout, idleTimeout, listener);
  }

  /** Without fsync there is no point in waiting for the disk while initialising either. */
  boolean syncsToDisk() {
    return !"off".equals(settings.get("fsync"));
  }
}
