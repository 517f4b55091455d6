package io.tidemark.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The servers this JVM has open, one per directory.
 *
 * <p>A file lock belongs to the whole JVM, so several openers within one JVM are counted here and
 * share the locks.
 */
final class ServerRegistry {
  private static final Map<Path, SharedServer> SERVERS = new HashMap<>();
  private static boolean closesAtShutdown;

  private ServerRegistry() {}

  static synchronized SharedServer join(Path directory, EmbeddedPostgresOptions options) {
    closeAtShutdown();
    DataDirectory data = DataDirectory.prepare(directory);
    SharedServer known = SERVERS.get(data.root());
    SharedServer server = known == null ? new SharedServer(data) : known;
    server.join(options);
    SERVERS.put(data.root(), server);
    return server;
  }

  static synchronized void leave(SharedServer server) {
    if (SERVERS.get(server.directory()) != server) {
      return; // the shutdown of the JVM closed it already
    }
    // A file channel that is used by an interrupted thread closes itself, and the server would be
    // left running.
    boolean interrupted = Thread.interrupted();
    try {
      server.leave();
    } finally {
      if (server.isUnused()) {
        SERVERS.remove(server.directory());
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Stops a server that nobody uses, or that nobody uses within this time; whether it ran. */
  static synchronized boolean stop(Path directory, Duration patience) {
    Optional<DataDirectory> data = DataDirectory.existing(directory);
    data.ifPresent(Privileges::checkMayUse);
    if (data.isPresent() && SERVERS.containsKey(data.get().root())) {
      throw new EmbeddedPostgresException(
          "Cannot stop PostgreSQL on " + directory + ": it is open in this process");
    }
    return data.isPresent() && ServerStop.inTurn(data.get(), patience);
  }

  private static void closeAtShutdown() {
    if (!closesAtShutdown) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(ServerRegistry::closeAll, "tidemark-embedded-close"));
      closesAtShutdown = true;
    }
  }

  private static synchronized void closeAll() {
    for (SharedServer server : new ArrayList<>(SERVERS.values())) {
      while (SERVERS.containsValue(server)) {
        leave(server);
      }
    }
  }
}
