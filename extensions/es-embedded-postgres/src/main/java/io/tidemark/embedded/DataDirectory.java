package io.tidemark.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one directory: the cluster in {@code postgres}, and beside it the server's log, the
 * password, the locks, and what makes a server stay that nobody uses.
 *
 * <p>A cluster is initialised under another name and renamed when it is complete, so {@code
 * postgres} is never half a cluster.
 */
record DataDirectory(Path root) {

  private static final int LOG_TAIL = 20;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  /** The cluster as programs are told that run in the directory, see {@link #log()}. */
  static final String CLUSTER = "postgres";

  static final String LOG = "server.log";
  static final String UNFINISHED = "postgres.unfinished";

  /**
   * Creates the directory if it is missing; refuses one that belongs to somebody else, or whose
   * name a server cannot have.
   */
  static DataDirectory prepare(Path directory) {
    try {
      refuseControlCharacters(directory);
      ForeignFiles.refuse(directory);
      Path root = Files.createDirectories(directory).toRealPath();
      DataDirectory data = new DataDirectory(root);
      Privileges.checkMayUse(data);
      HeldLock.checkWritable(data.decisionLock());
      return data;
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot write to the data directory "
              + directory
              + ": "
              + EmbeddedPostgresException.reason(e),
          e);
    }
  }

  /** A server writes the path of its directory into a file of lines, links resolved. */
  private static void refuseControlCharacters(Path directory) throws IOException {
    Path told = directory.toAbsolutePath();
    Path existing = told;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    for (Path path : List.of(told, existing.toRealPath())) {
      if (CONTROL.matcher(path.toString()).find()) {
        throw new EmbeddedPostgresException(
            "Invalid data directory: expected no control characters, actual "
                + CONTROL.matcher(path.toString()).replaceAll("?"));
      }
    }
  }

  /** The directory as it is, if there is a cluster in it; changes nothing. */
  static Optional<DataDirectory> existing(Path directory) {
    try {
      return Optional.of(new DataDirectory(directory.toRealPath()))
          .filter(DataDirectory::isInitialised);
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  Path cluster() {
    return root.resolve(CLUSTER);
  }

  Path postmasterFile() {
    return cluster().resolve("postmaster.pid");
  }

  Path passwordFile() {
    return root.resolve("password");
  }

  /**
   * Programs of PostgreSQL pass paths on to a shell, in which a name could be a command, so they
   * run in the directory and are told only names of ours.
   */
  Path log() {
    return root.resolve(LOG);
  }

  /** What the server logged before its last start. */
  Path previousLog() {
    return root.resolve("server.log.previous");
  }

  Path decisionLock() {
    return root.resolve("decision.lock");
  }

  Path usersLock() {
    return root.resolve("users.lock");
  }

  Path idleTimeout() {
    return root.resolve("idle.timeout");
  }

  Path watcherLock() {
    return root.resolve("watcher.lock");
  }

  Path watcherLog() {
    return root.resolve("watcher.log");
  }

  /** Whether a file in the directory is one that a use of it makes. */
  boolean isOurs(Path file) {
    Set<Path> ours =
        Set.of(
            cluster(),
            passwordFile(),
            log(),
            previousLog(),
            decisionLock(),
            usersLock(),
            idleTimeout(),
            watcherLock(),
            watcherLog());
    return ours.contains(file) || file.getFileName().toString().startsWith(UNFINISHED);
  }

  /** The server, if there is a process that is one, whether it is ready or not. */
  Optional<Postmaster> server() {
    return Postmaster.read(postmasterFile()).filter(found -> found.isAlive(cluster()));
  }

  /**
   * What is wrong with the file that says which process the server is, if it is there and does not.
   */
  Optional<String> unreadablePostmasterFile() {
    boolean isUnreadable =
        Files.exists(postmasterFile()) && Postmaster.read(postmasterFile()).isEmpty();
    return isUnreadable
        ? Optional.of(
            "expected a process id in %s, actual none, as a crash of the machine leaves it: if no server runs there, delete the file"
                .formatted(postmasterFile()))
        : Optional.empty();
  }

  boolean isInitialised() {
    return Files.isDirectory(cluster());
  }

  String password() {
    return read(passwordFile()).strip();
  }

  /** The major version of PostgreSQL that made the cluster. */
  int majorVersion() {
    return Integer.parseInt(read(cluster().resolve("PG_VERSION")).strip());
  }

  /** The last lines the server logged since its last start, or nothing if there are none. */
  String logTail() {
    if (!Files.exists(log())) {
      return "";
    }
    List<String> lines = read(log()).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
  }

  Path createUnfinishedCluster() throws IOException {
    return Files.createTempDirectory(root, UNFINISHED);
  }

  /**
   * Deletes what killed processes left, except what is still being written to; that is for the next
   * start.
   */
  void deleteUnfinishedClusters() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(root, UNFINISHED + "*")) {
      for (Path leftover : leftovers) {
        try {
          delete(leftover);
        } catch (IOException stillInUse) {
          // Its initdb outlived the process that started it, and will end soon.
        }
      }
    }
  }

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot read " + file + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }
}
