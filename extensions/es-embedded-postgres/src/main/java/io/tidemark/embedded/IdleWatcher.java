package io.tidemark.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The program that stops the server of one directory when nobody has used it for its idle timeout,
 * and then ends. A directory has one at a time: who comes second ends at once.
 *
 * <p>It and its successor look after each other: if it is killed, the successor takes its place; if
 * the successor is killed, it starts another. It follows a directory that is moved while its server
 * runs, where the operating system tells where that works.
 */
final class IdleWatcher {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /**
   * A server that is not there may be starting, although the process that started it was killed.
   */
  private static final Duration ABSENCE = Duration.ofSeconds(20);

  private final @Nullable Object identity;
  private DataDirectory directory;
  private DirectoryUsers users;
  private IdleTimeout timeout;
  private Optional<Postmaster> server = Optional.empty();
  private @Nullable Process successor;
  private FileTime lastUse = FileTime.fromMillis(0);
  private long usedAt = System.nanoTime();
  private long seenAt = System.nanoTime();
  private boolean done;

  private IdleWatcher(DataDirectory directory) {
    this.identity = identity(directory.root());
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
    if (!isWhereItWas() && !follow()) {
      done = true;
      return Duration.ZERO;
    }
    users.deciding(this::decide);
    Duration tenth = timeout.read().dividedBy(10);
    Duration atMost = tenth.compareTo(LONGEST_PAUSE) < 0 ? tenth : LONGEST_PAUSE;
    return atMost.compareTo(SHORTEST_PAUSE) > 0 ? atMost : SHORTEST_PAUSE;
  }

  private boolean isWhereItWas() {
    return Files.isDirectory(directory.root())
        && Objects.equals(identity, identity(directory.root()));
  }

  /** Goes on where the directory was moved to with its server; false if that cannot be found. */
  private boolean follow() {
    Optional<DataDirectory> moved =
        server
            .flatMap(Postmaster::workingDirectory)
            .map(cluster -> new DataDirectory(cluster.resolveSibling("")))
            .filter(found -> Objects.equals(identity, identity(found.root())));
    moved.ifPresent(this::goOnIn);
    return moved.isPresent();
  }

  private void goOnIn(DataDirectory moved) {
    directory = moved;
    users = new DirectoryUsers(moved);
    timeout = new IdleTimeout(moved.idleTimeout());
    if (successor != null) {
      WatcherProcess.dismiss(successor);
      successor = null;
    }
  }

  /** The same of a directory that was moved; null if there is none, or the system does not tell. */
  private static @Nullable Object identity(Path root) {
    try {
      return Files.readAttributes(root, BasicFileAttributes.class).fileKey();
    } catch (IOException gone) {
      return null;
    }
  }

  private void decide() {
    Duration longest = timeout.read();
    Optional<Postmaster> running = directory.server();
    server = running.or(() -> server); // also while the directory is being moved
    if (longest.isZero() || longest.equals(EmbeddedPostgresOptions.UNTIL_STOPPED)) {
      done = isWhereItWas(); // others see to it
    } else if (running.isEmpty()) {
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
