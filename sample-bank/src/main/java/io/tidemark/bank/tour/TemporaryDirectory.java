package io.tidemark.bank.tour;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is gone when it is closed, or when the process is told to end. */
public final class TemporaryDirectory implements AutoCloseable {
  private static final int MAX_TRIES = 50;
  private static final long PAUSE_MILLIS = 100;

  private final Path path;
  private final Thread hook = new Thread(this::delete, "delete-temporary-directory");

  /** Made where the system keeps such, its name beginning like this. */
  public TemporaryDirectory(String prefix) {
    try {
      this.path = Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending: the hook runs anyway and finds nothing left
    }
  }

  /** Tries for some time, because a server that is stopping may still write into it. */
  private void delete() {
    for (int tries = 0; Files.exists(path) && tries < MAX_TRIES; tries++) {
      try (Stream<Path> found = Files.walk(path)) {
        List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | UncheckedIOException e) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
