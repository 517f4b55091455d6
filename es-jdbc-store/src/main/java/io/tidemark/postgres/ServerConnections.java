package io.tidemark.postgres;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who is connected to a server.
 *
 * @param toDatabase connections to the database of the log by the name that their application gave,
 *     which may be empty; the most first
 * @param toServer connections to the whole server
 * @param limit how many the server takes
 */
public record ServerConnections(Map<String, Long> toDatabase, long toServer, long limit) {
  /** Copies the map. */
  public ServerConnections {
    toDatabase = Collections.unmodifiableMap(new LinkedHashMap<>(toDatabase));
  }

  /** How many connections there are to the database of the log. */
  public long used() {
    return toDatabase.values().stream().mapToLong(Long::longValue).sum();
  }
}
