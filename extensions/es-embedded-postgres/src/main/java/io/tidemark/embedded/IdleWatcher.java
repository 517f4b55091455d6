package io.tidemark.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The program that stops the server of one directory when nobody has used it for its idle timeout,
 * and then ends. A directory has one at a time: who comes second ends at once.
 *
 * <p>It and its successor look after each other: if it is killed, the successor takes its place; if
 * the successor is killed, it starts another.
 */
final class IdleWatcher {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /**
   * A server that is not there may be starting, although the process that started it was killed.
   */
  private static final Duration ABSENCE = Duration.ofSeconds(20);

  private final DataDirectory directory;
  private final DirectoryUsers users;
  private final IdleTimeout timeout;
  private @Nullable Process successor;
  private FileTime lastUse = FileTime.fromMillis(0);
  private long usedAt = System.nanoTime();
  private long seenAt = System.nanoTime();
  private boolean done;

  private IdleWatcher(DataDirectory directory) {
    this.directory = directory;
    this.users = new DirectoryUsers(directory);
    this.timeout = new IdleTimeout(directory.idleTimeout());
  }

  /** Watches the directory that is the argument. */
  public static void main(String[] arguments) {
    DataDirectory directory = new DataDirectory(Path.of(arguments[0]));
    Optional<HeldLock> only = HeldLock.tryExclusive(directory.watcherLock());
    if (only.isPresent()) {
      try {
        new IdleWatcher(directory).run();
      } finally {
        only.get().close();
      }
    }
  }

  private void run() {
    while (!done) {
      Duration pause = LONGEST_PAUSE;
      try {
        keepSuccessor();
        pause = look();
      } catch (EmbeddedPostgresException | IOException e) {
        System.err.println(e.getMessage()); // its log; tried again, since nobody else would
      }
      LockSupport.parkNanos(done ? 0 : pause.toNanos());
    }
    if (successor != null) {
      WatcherProcess.dismiss(successor);
    }
  }

  private void keepSuccessor() throws IOException {
    if (WatcherProcess.canHaveSuccessor() && (successor == null || !successor.isAlive())) {
      successor = WatcherProcess.startSuccessor(directory);
    }
  }

  /** Looks once; gives the time until the next look. */
  private Duration look() {
    if (!Files.isDirectory(directory.root())) {
      done = true;
      return Duration.ZERO;
    }
    users.deciding(this::decide);
    Duration tenth = timeout.read().dividedBy(10);
    Duration atMost = tenth.compareTo(LONGEST_PAUSE) < 0 ? tenth : LONGEST_PAUSE;
    return atMost.compareTo(SHORTEST_PAUSE) > 0 ? atMost : SHORTEST_PAUSE;
  }

  private void decide() {
    Duration longest = timeout.read();
    if (longest.isZero() || longest.equals(EmbeddedPostgresOptions.UNTIL_STOPPED)) {
      done = true; // others see to it
    } else if (directory.server().isEmpty()) {
      done = isOver(ABSENCE, seenAt);
    } else {
      seenAt = System.nanoTime();
      noteUse();
      if (isOver(longest, usedAt)) {
        ServerStop.stop(directory);
        timeout.clear();
        done = true;
      }
    }
  }

  /** Also sees those who came and went since the last look, by the time that they left. */
  private void noteUse() {
    FileTime use = timeout.lastUse();
    if (!use.equals(lastUse) || !users.areNone()) {
      lastUse = use;
      usedAt = System.nanoTime();
    }
  }

  private static boolean isOver(Duration time, long since) {
    return Duration.ofNanos(System.nanoTime() - since).compareTo(time) >= 0;
  }
}
