package io.tidemark.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What becomes of the server of a directory when nobody uses it: it stays for its idle timeout,
 * watched by a process that stops it then, or it is stopped at once. The caller holds the
 * directory's decision lock.
 */
final class UnusedServer {
  private final DataDirectory directory;
  private final IdleTimeout timeout;

  UnusedServer(DataDirectory directory) {
    this.directory = directory;
    this.timeout = new IdleTimeout(directory.idleTimeout());
  }

  /**
   * Arranges for somebody who is about to use the server. The watcher is there before the server
   * is, so that nobody can be killed between the two.
   */
  void arrange(EmbeddedPostgresOptions options) {
    Duration asked = options.idleTimeout();
    Duration soFar = directory.server().isPresent() ? timeout.read() : Duration.ZERO;
    keep(soFar.compareTo(asked) > 0 ? soFar : asked, options.progress());
  }

  /** The last one has left: stops the server if it is not to stay. */
  void leave(Consumer<String> progress) {
    if (directory.server().isEmpty()) {
      return;
    }
    if (!keep(timeout.read(), progress)) {
      ServerStop.stop(directory);
    }
  }

  private boolean keep(Duration longest, Consumer<String> progress) {
    if (longest.isZero()) {
      timeout.clear();
      return false;
    }
    timeout.write(longest);
    if (longest.equals(EmbeddedPostgresOptions.UNTIL_STOPPED)) {
      return true;
    }
    try {
      if (HeldLock.isFree(directory.watcherLock())) {
        WatcherProcess.start(directory);
      }
      return true;
    } catch (IOException e) {
      progress.accept("PostgreSQL will not stay: " + e.getMessage());
      timeout.clear();
      return false;
    }
  }
}
