package io.tidemark.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How this process runs PostgreSQL, which refuses to run as root: an ordinary user runs it
 * directly, root in a user namespace, where root counts as an ordinary user but still owns its
 * files, or else as {@code nobody}, who is given the files.
 */
final class Privileges {
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);
  private static final List<String> NAMESPACE = List.of("unshare", "-U");
  private static final List<List<String>> AS_NOBODY =
      List.of(
          List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups"),
          List.of("runuser", "-u", "nobody", "--"));

  /** Who owns what root has made. */
  private static final Set<String> OF_ROOT = Set.of("root", "nobody");

  private static @Nullable Privileges ofThisProcess;

  private final List<String> prefix;
  private final String owner;

  private Privileges(List<String> prefix, String owner) {
    this.prefix = prefix;
    this.owner = owner;
  }

  static synchronized Privileges ofThisProcess() {
    Privileges known = ofThisProcess;
    if (known == null) {
      known = isRoot() ? ofRoot(NAMESPACE, AS_NOBODY) : new Privileges(List.of(), "");
      ofThisProcess = known;
    }
    return known;
  }

  static Privileges ofRoot(List<String> namespace, List<List<String>> asNobody) {
    if (yieldsOrdinaryUser(namespace)) {
      return new Privileges(namespace, "root");
    }
    for (List<String> prefix : asNobody) {
      if (yieldsOrdinaryUser(prefix)) {
        return new Privileges(prefix, "nobody");
      }
    }
    throw new EmbeddedPostgresException(
        "PostgreSQL does not run as root, and neither unshare, setpriv nor runuser works here: "
            + "run as an ordinary user, or give the JDBC URL of a PostgreSQL that is running.");
  }

  /** What goes before a command line. */
  List<String> prefix() {
    return prefix;
  }

  /** Whether files must be readable by somebody other than the user of this process. */
  boolean runsAsAnotherUser() {
    return "nobody".equals(owner);
  }

  void checkCanReach(Path directory) {
    if (!prefix.isEmpty() && !canReach(directory)) {
      throw new EmbeddedPostgresException(
          "PostgreSQL, which does not run as root, cannot reach "
              + directory
              + ": choose a directory whose parents everybody may enter, or run as an ordinary user.");
    }
  }

  /**
   * Fails for root in the directory of an ordinary user, who could not use it any more afterwards.
   */
  static void checkMayUse(DataDirectory directory) {
    if (!directory.isInitialised()) {
      return;
    }
    String user = ownerOf(directory.cluster());
    boolean isOurs = user.equals(System.getProperty("user.name"));
    if (!isOurs && !OF_ROOT.contains(user) && isRoot()) {
      throw new EmbeddedPostgresException(
          "Cannot use %s as root: expected a directory of root, actual one of %s: run as %s, or give it to root with chown -R"
              .formatted(directory.root(), user, user));
    }
  }

  private static String ownerOf(Path file) {
    try {
      return Files.getOwner(file).getName();
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot read " + file + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  /**
   * Gives a file, or a directory and all in it, to the user that runs PostgreSQL unless it has that
   * owner already.
   */
  void handOver(Path file) {
    if (prefix.isEmpty()) {
      return;
    }
    try {
      UserPrincipal user =
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
      if (!Files.getOwner(file).equals(user)) {
        try (Stream<Path> tree = Files.walk(file)) {
          for (Path path : tree.toList()) {
            Files.setOwner(path, user);
          }
        }
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot give " + file + " to " + owner + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  private boolean canReach(Path directory) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("/bin/sh", "-c", "cd \"$0\"", directory.toString()));
    return PostgresCommand.runAsIs(Path.of("/"), command, PROBE_TIMEOUT).succeeded();
  }

  private static boolean isRoot() {
    return !isWindows() && "0".equals(answer(List.of("id", "-u")));
  }

  /** PostgreSQL also wants the user to have a name. */
  private static boolean yieldsOrdinaryUser(List<String> prefix) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("id", "-un"));
    String name = answer(command);
    return !name.isEmpty() && !"root".equals(name);
  }

  /** The output of a successful command, else nothing. */
  private static String answer(List<String> command) {
    try {
      PostgresCommand.Result result = PostgresCommand.runAsIs(Path.of("/"), command, PROBE_TIMEOUT);
      return result.succeeded() ? result.output() : "";
    } catch (EmbeddedPostgresException noSuchProgram) {
      return "";
    }
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
