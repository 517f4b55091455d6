package io.tidemark.postgres;

import io.tidemark.jdbc.Jdbc;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what the server is set to when a store opens: an acknowledged append is as durable as
 * the server makes it.
 */
final class DurabilityCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DurabilityCheck.class);

  private DurabilityCheck() {}

  /** Warns of each setting that lets a crash lose or tear what was committed. */
  static void check(Jdbc jdbc) {
    for (String setting : settingsOff(jdbc)) {
      LOG.warn(
          "Server setting {}: expected on, actual off; a crash of the server can lose acknowledged events",
          setting);
    }
  }

  /** The settings that are off and let a crash lose or tear what was committed. */
  static List<String> settingsOff(Jdbc jdbc) {
    return jdbc.query(
        "select name from pg_settings where setting = 'off'"
            + " and name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name",
        row -> row.text(1));
  }
}
