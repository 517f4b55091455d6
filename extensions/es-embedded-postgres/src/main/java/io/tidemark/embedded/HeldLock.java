package io.tidemark.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file lock that is held until closed. The operating system releases it when the process dies.
 */
final class HeldLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private HeldLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Waits until no other process holds the lock. */
  static HeldLock exclusive(Path file) {
    HeldLock lock = open(file);
    return lock.acquired(() -> lock.channel.lock());
  }

  /** Waits until no other process holds the lock exclusively. */
  static HeldLock shared(Path file) {
    HeldLock lock = open(file);
    return lock.acquired(() -> lock.channel.lock(0, Long.MAX_VALUE, true));
  }

  /** Holds the lock, or nothing if another process does. */
  static Optional<HeldLock> tryExclusive(Path file) {
    HeldLock lock = open(file);
    try {
      if (lock.channel.tryLock() != null) {
        return Optional.of(lock);
      }
    } catch (IOException e) {
      lock.close();
      throw new EmbeddedPostgresException(
          "Cannot lock " + file + ": " + EmbeddedPostgresException.reason(e), e);
    }
    lock.close();
    return Optional.empty();
  }

  /** Whether no process, this one included, holds the lock in any form. */
  static boolean isFree(Path file) {
    try (HeldLock lock = open(file)) {
      return lock.channel.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot lock " + file + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  /** Fails if the lock file can be neither created nor written. */
  static void checkWritable(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file);
    } else if (!Files.isWritable(file)) {
      throw new AccessDeniedException(file.toString());
    }
  }

  private static HeldLock open(Path file) {
    try {
      return new HeldLock(
          file,
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot write " + file + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  private HeldLock acquired(Acquisition acquisition) {
    try {
      acquisition.run();
      return this;
    } catch (IOException e) {
      close();
      throw new EmbeddedPostgresException(
          "Cannot lock " + file + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot unlock " + file + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  @FunctionalInterface
  private interface Acquisition {
    void run() throws IOException;
  }
}
