package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.NamedAggregate;
import io.tidemark.admin.OpenedSystem;
import io.tidemark.admin.cli.AdminCommands;
import io.tidemark.admin.cli.ConsoleProgram;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.TextWidth;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/**
 * What one command of the counters printed and how it ended.
 *
 * @param exitCode how it ended
 * @param out what it printed
 * @param err what it complained about
 */
record CounterRun(int exitCode, String out, String err) {
  static final int PIPE = 0;

  @Command(name = "counter", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT)
  private static final class CounterCommand {}

  /** Runs a command of the counters in this schema, on a terminal of so many columns. */
  static CounterRun of(AdministeredSystem counters, int columns, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            output(out, columns), output(err, columns), Map.of("NO_COLOR", "1"), Path.of(""));
    int exitCode = run(counters, console, arguments);
    return new CounterRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static int run(AdministeredSystem counters, Console console, String... arguments) {
    CommandLine program = new CommandLine(new CounterCommand());
    program.addSubcommand(AdminCommands.of(console, counters));
    return ConsoleProgram.of(program, console).run(arguments);
  }

  static AdministeredSystem counters(DataSource dataSource, String schema) {
    return AdministeredSystem.builder(
            progress -> {
              PostgresEventStore store =
                  PostgresEventStore.builder(dataSource).schema(schema).build();
              return OpenedSystem.of(store, PostgresProjections.of(store)).closing(store::close);
            })
        .projection(Clicks.PROJECTION)
        .aggregate(NamedAggregate.of("counter", Counter::new, Counter.CODEC, Counter::clicks))
        .build();
  }

  private static Output output(ByteArrayOutputStream bytes, int columns) {
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Output(stream, columns != PIPE, () -> columns);
  }

  CounterRun endedWith(int expected) {
    assertThat(exitCode).as(out + err).isEqualTo(expected);
    return this;
  }

  List<String> lines() {
    return out.lines().toList();
  }

  CounterRun fits(int columns) {
    assertThat(lines()).allSatisfy(line -> assertThat(TextWidth.of(line)).isBetween(0, columns));
    return this;
  }
}
