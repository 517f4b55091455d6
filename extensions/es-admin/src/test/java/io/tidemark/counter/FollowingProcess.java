package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.OpenedSystem;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.terminal.Console;
import io.tidemark.testdatabase.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The counters' program as a process of its own; says on stderr when it has put away its store. */
final class FollowingProcess {
  static final String PUT_AWAY = "put away";
  private static final int SIGINT = 2;

  private FollowingProcess() {}

  /** Starts it; what it prints goes to files named out and err. */
  static Process start(TestServer server, Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(FollowingProcess.class.getName());
    command.addAll(List.of(server.jdbcUrl(), server.user(), server.password()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  /** Tells it to stop; gives the exit code that it should end with. */
  static int interrupt(Process process) throws IOException, InterruptedException {
    int signal = signal(process);
    String[] kill = {"kill", "-" + signal, Long.toString(process.pid())};
    assertThat(new ProcessBuilder(kill).inheritIO().start().waitFor()).isZero();
    return 128 + signal;
  }

  /** A build that a shell has put into the background cannot be interrupted, but terminated. */
  private static int signal(Process process) {
    try {
      String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
      String ignored = status.lines().filter(line -> line.startsWith("SigIgn:")).findFirst().get();
      long mask = Long.parseUnsignedLong(ignored.substring(7).strip(), 16);
      return (mask & (1L << (SIGINT - 1))) == 0 ? SIGINT : 15;
    } catch (IOException notLinux) {
      return SIGINT;
    }
  }

  public static void main(String[] arguments) {
    AdministeredSystem counters =
        AdministeredSystem.builder(progress -> open(arguments))
            .projection(Clicks.PROJECTION)
            .build();
    String[] rest = Arrays.copyOfRange(arguments, 3, arguments.length);
    System.exit(CounterRun.run(counters, Console.ofProcess(), rest));
  }

  private static OpenedSystem open(String[] arguments) {
    HikariDataSource dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(arguments[0]);
    dataSource.setUsername(arguments[1]);
    dataSource.setPassword(arguments[2]);
    dataSource.setMaximumPoolSize(4);
    dataSource.setConnectionTimeout(1_000);
    PostgresEventStore store = PostgresEventStore.builder(dataSource).build();
    return OpenedSystem.of(store, PostgresProjections.of(store))
        .closing(
            () -> {
              store.close();
              dataSource.close();
              System.err.println(PUT_AWAY);
            });
  }
}
