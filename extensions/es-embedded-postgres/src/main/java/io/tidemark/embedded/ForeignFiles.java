package io.tidemark.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps a server out of a directory that holds something else. Ours is one that is empty, or has
 * the lock file that every use makes, or has nothing but files of ours.
 */
final class ForeignFiles {
  private static final int NAMED = 3;

  /** What a file system or a file manager puts into an empty directory. */
  private static final Set<String> NOBODYS = Set.of("lost+found", ".DS_Store");

  private ForeignFiles() {}

  static void refuse(Path directory) throws IOException {
    DataDirectory data = new DataDirectory(directory);
    if (!Files.isDirectory(directory) || Files.exists(data.decisionLock())) {
      return;
    }
    List<String> foreign = foreign(data);
    if (!foreign.isEmpty()) {
      throw new EmbeddedPostgresException(
          "Not a data directory: %s: expected a new or an empty one, actual one with %s"
              .formatted(directory, named(foreign)));
    }
  }

  private static List<String> foreign(DataDirectory data) throws IOException {
    try (Stream<Path> files = Files.list(data.root())) {
      return files
          .filter(file -> !data.isOurs(file))
          .map(file -> file.getFileName().toString())
          .filter(name -> !NOBODYS.contains(name))
          .sorted()
          .toList();
    }
  }

  private static String named(List<String> files) {
    String first = String.join(", ", files.subList(0, Math.min(NAMED, files.size())));
    int more = files.size() - NAMED;
    return more <= 0 ? first : "%s and %d more".formatted(first, more);
  }
}
