package peers;

import java.util.ArrayList;
import java.util.List;

/** Peers that run in a process of their own: Emmett in Node, Axon 5 on a newer JDK. */
final class Child {
  private Child() {}

  /** Axon 5 needs Java 21, so it runs in its own JVM (JAVA25), as Emmett runs in Node. */
  static List<String> axon5Command(String... args) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Db.env("JAVA25", System.getProperty("java.home")) + "/bin/java",
                "-Xmx2g",
                "-cp",
                "axon5/target/classes:"
                    + java.nio.file.Files.readString(java.nio.file.Path.of("axon5/target/cp.txt"))
                        .strip(),
                "axon5.Axon5"));
    command.addAll(List.of(args));
    return command;
  }

  static String node(String... args) throws Exception {
    var command = new ArrayList<>(List.of("node", "node/emmett.mjs"));
    command.addAll(List.of(args));
    return run(command);
  }

  /** Runs another process and takes the last line it prints. */
  static String run(List<String> command) throws Exception {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes()).strip();
    if (process.waitFor() != 0) return "failed";
    out = out.substring(out.lastIndexOf('\n') + 1);
    return out.contains(" ") ? out : Workloads.format(Double.parseDouble(out));
  }
}
