package io.tidemark.embedded;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server as its {@code postmaster.pid} describes it; port 0 and an empty state while it is only
 * just starting.
 */
record Postmaster(long pid, int port, String state) {
  private static final int CONNECT_MILLIS = 2000;
  private static final int PID_LINE = 0;
  private static final int PORT_LINE = 3;
  private static final int STATE_LINE = 7;

  private static final Pattern PROGRAM = Pattern.compile("(?:.*[/\\\\])?postgres(?:\\.exe)?");

  /**
   * No operating system gives out this process id, so PostgreSQL takes a server with it for dead.
   */
  private static final String NOBODY = Integer.toString(Integer.MAX_VALUE);

  static Optional<Postmaster> read(Path file) {
    try {
      List<String> lines = lines(file);
      long pid = Long.parseLong(line(lines, PID_LINE));
      String port = line(lines, PORT_LINE);
      return Optional.of(
          new Postmaster(
              pid, port.isEmpty() ? 0 : Integer.parseInt(port), line(lines, STATE_LINE)));
    } catch (NoSuchFileException | NumberFormatException absentOrHalfWritten) {
      return Optional.empty();
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot read " + file + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  /**
   * Replaces the process id in a file whose server is dead but whose number is taken, by a zombie
   * or by another program. The rest stays: from it PostgreSQL sees whether children of the dead
   * server still use its memory.
   */
  static void disown(Path file) {
    try {
      List<String> lines = new ArrayList<>(lines(file));
      lines.set(PID_LINE, NOBODY);
      Files.writeString(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot write " + file + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  boolean isAcceptingConnections() {
    if (!"ready".equals(state)) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(Loopback.port(port), CONNECT_MILLIS);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /**
   * Whether the process runs and is a server of this cluster, as far as the operating system tells.
   */
  boolean isAlive(Path cluster) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty() || isZombie()) {
      return false;
    }
    Path workingDirectory = Path.of("/proc", Long.toString(pid), "cwd");
    if (Files.exists(workingDirectory)) {
      return isSame(workingDirectory, cluster);
    }
    // Not Linux, or not for us to see: then at least no other program is taken for a server, nor
    // one of somebody else.
    return program(process.get()).map(PROGRAM.asMatchPredicate()::test).orElse(true)
        && (!Files.exists(workingDirectory.getParent()) || isOfOwner(process.get(), cluster));
  }

  /** Of a process that is not for us to see, Linux tells the name without the path. */
  private static Optional<String> program(ProcessHandle process) {
    return process.info().command().or(() -> commandName(process.pid()));
  }

  private static Optional<String> commandName(long pid) {
    try {
      return Optional.of(Files.readString(Path.of("/proc", Long.toString(pid), "comm")).strip());
    } catch (IOException notLinuxOrGone) {
      return Optional.empty();
    }
  }

  /** A server refuses a cluster that is not its user's. */
  private static boolean isOfOwner(ProcessHandle process, Path cluster) {
    try {
      return process.info().user().equals(Optional.of(Files.getOwner(cluster).getName()));
    } catch (IOException notThere) {
      return false;
    }
  }

  /** Its cluster, wherever that was moved to; empty if it is gone, or the system does not tell. */
  Optional<Path> workingDirectory() {
    try {
      return Optional.of(Path.of("/proc", Long.toString(pid), "cwd").toRealPath());
    } catch (IOException goneOrNotLinux) {
      return Optional.empty();
    }
  }

  /** A server works in its cluster, also when that is moved, or reached by another name. */
  private static boolean isSame(Path workingDirectory, Path cluster) {
    try {
      return Files.isSameFile(workingDirectory, cluster);
    } catch (IOException endedJustNow) {
      return false;
    }
  }

  /**
   * A killed server stays in the process table for as long as its parent does not ask for its exit
   * status.
   */
  private boolean isZombie() {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
    } catch (IOException notLinuxOrGone) {
      return false;
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.UTF_8);
  }

  private static String line(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index).strip() : "";
  }
}
