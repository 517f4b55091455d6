package io.tidemark.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Another JVM that opens a directory, and closes it when its input ends. */
final class OpenerProcess implements AutoCloseable {
  private final Process process;
  private final long postmasterPid;

  private OpenerProcess(Process process, long postmasterPid) {
    this.process = process;
    this.postmasterPid = postmasterPid;
  }

  /** Returns when the other JVM has the directory open. */
  static OpenerProcess start(Path directory) throws IOException {
    return start(directory, Duration.ZERO);
  }

  /** The same with an idle timeout. */
  static OpenerProcess start(Path directory, Duration idleTimeout) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OpenerProcess.class.getName(),
                directory.toString(),
                idleTimeout.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return new OpenerProcess(process, Long.parseLong(String.valueOf(output.readLine())));
  }

  long postmasterPid() {
    return postmasterPid;
  }

  void killNine() {
    process.destroyForcibly().onExit().join();
  }

  /** The end of its input tells the other JVM to close. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }

  /** Waits for the shutdown hook of a JVM that is asked to terminate, as by Ctrl-C. */
  void terminate() {
    process.destroy();
    process.onExit().join();
  }

  public static void main(String[] arguments) throws IOException {
    EmbeddedPostgresOptions options =
        EmbeddedPostgresOptions.durable().withIdleTimeout(Duration.parse(arguments[1]));
    try (EmbeddedPostgres server = EmbeddedPostgres.open(Path.of(arguments[0]), options)) {
      System.out.write((server.postmasterPid() + "\n").getBytes(StandardCharsets.UTF_8));
      System.out.flush();
      List.of(System.in.readAllBytes());
    }
  }
}
