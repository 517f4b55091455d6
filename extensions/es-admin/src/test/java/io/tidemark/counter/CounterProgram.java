package io.tidemark.counter;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.NamedAggregate;
import io.tidemark.admin.OpenedSystem;
import io.tidemark.admin.cli.AdminCommands;
import io.tidemark.admin.cli.ConsoleProgram;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.terminal.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The program of the counters: {@code counter admin ...}. */
@Command(name = "counter", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT)
final class CounterProgram {
  public static void main(String[] arguments) {
    Console console = Console.ofProcess();
    CommandLine program = new CommandLine(new CounterProgram());
    program.addSubcommand(AdminCommands.of(console, counters()));
    System.exit(ConsoleProgram.of(program, console).run(arguments));
  }

  private static AdministeredSystem counters() {
    return AdministeredSystem.builder(progress -> open())
        .projection(Clicks.PROJECTION)
        .aggregate(NamedAggregate.of("counter", Counter::new, Counter.CODEC, Counter::clicks))
        .build();
  }

  private static OpenedSystem open() {
    HikariDataSource dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(System.getenv("COUNTER_JDBC_URL"));
    dataSource.setUsername(System.getenv("COUNTER_USER"));
    dataSource.setPassword(System.getenv("COUNTER_PASSWORD"));
    PostgresEventStore store = PostgresEventStore.builder(dataSource).build();
    return OpenedSystem.of(store, PostgresProjections.of(store))
        .closing(
            () -> {
              store.close();
              dataSource.close();
            });
  }
}
