package io.tidemark.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * How long the server of a directory stays when nobody uses it, as its users and its watcher read
 * it: a file that says so, and whose time is that of the last use. No file is no time at all.
 *
 * <p>A file of its own, because changing the time of a lock file would release the lock.
 */
record IdleTimeout(Path file) {

  Duration read() {
    try {
      return Duration.parse(Files.readString(file).strip());
    } catch (NoSuchFileException | DateTimeParseException absentOrHalfWritten) {
      return Duration.ZERO;
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot read " + file + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  void write(Duration timeout) {
    try {
      Files.writeString(file, timeout + "\n");
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot write " + file + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  void clear() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot delete " + file + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  /** When somebody last came or went. */
  FileTime lastUse() {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException nobodyYet) {
      return FileTime.fromMillis(0);
    }
  }
}
