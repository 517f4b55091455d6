package io.tidemark.embedded;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Starts {@link IdleWatcher} as a process that outlives the one that starts it, and is not reached
 * by what is typed on its terminal.
 */
final class WatcherProcess {
  private static final String DETACHED = "trap '' HUP INT; exec \"$0\" \"$@\"";

  /** A line tells it that it is not needed any more; the end of its input, that the other died. */
  private static final String WHEN_INPUT_ENDS =
      "trap '' HUP INT; read -r done && exit; sleep 1; exec \"$0\" \"$@\"";

  private WatcherProcess() {}

  static void start(DataDirectory directory) throws IOException {
    start(directory, DETACHED).getOutputStream().close();
  }

  /** One that begins when the process that started it has died without a word. */
  static Process startSuccessor(DataDirectory directory) throws IOException {
    return start(directory, WHEN_INPUT_ENDS);
  }

  /** Whether this system has what a successor needs. */
  static boolean canHaveSuccessor() {
    return !isWindows();
  }

  static void dismiss(Process successor) {
    try (OutputStream input = successor.getOutputStream()) {
      input.write('\n');
    } catch (IOException deadAlready) {
      // then it will not start anything either
    }
  }

  private static Process start(DataDirectory directory, String script) throws IOException {
    List<String> command = new ArrayList<>();
    if (!isWindows()) {
      command.addAll(List.of("/bin/sh", "-c", script));
    }
    command.add(java());
    command.addAll(List.of("-Xmx16m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", classPath(), IdleWatcher.class.getName()));
    command.add(directory.root().toString());
    File log = directory.watcherLog().toFile();
    return new ProcessBuilder(command)
        .directory(directory.root().getRoot().toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  /** On Windows one without a console, which would end with it. */
  private static String java() throws IOException {
    String name = isWindows() ? "javaw.exe" : "java";
    Path java = Path.of(System.getProperty("java.home"), "bin", name);
    if (!Files.isExecutable(java)) {
      throw new IOException("no " + java);
    }
    return java.toString();
  }

  /** The jar or directory with this class, which needs no other. */
  private static String classPath() throws IOException {
    CodeSource source = WatcherProcess.class.getProtectionDomain().getCodeSource();
    try {
      Path path = Path.of(source.getLocation().toURI());
      if (Files.exists(path)) {
        return path.toString();
      }
    } catch (URISyntaxException | RuntimeException notAFile) {
      // said below
    }
    throw new IOException("no jar of its own for the process that would stop it");
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
