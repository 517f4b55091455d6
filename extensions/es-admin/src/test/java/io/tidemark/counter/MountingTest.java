package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.NamedAggregate;
import io.tidemark.admin.OpenedSystem;
import io.tidemark.admin.cli.AdminCommands;
import io.tidemark.admin.cli.ConsoleProgram;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.store.EventStore;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.Output;
import io.tidemark.testdatabase.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** {@code docs/how-to/mount-the-admin-commands.md}: a program of counters administers itself. */
class MountingTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicInteger closed = new AtomicInteger();
  private TestDatabase database;

  @BeforeEach
  void click() {
    database = CounterLab.emptyLog();
    try (EventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      var counters = AggregateRepository.of("counter", Counter::new, store, Counter.CODEC);
      counters.execute("red", counter -> counter.click(2));
      counters.execute("blue", counter -> counter.click(5));
      counters.execute("red", counter -> counter.click(1));
    }
  }

  @AfterEach
  void drop() {
    database.close();
  }

  // region program
  @Command(name = "counter", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT)
  static final class CounterCommand {}

  // end

  // region system
  AdministeredSystem counters(DataSource dataSource) {
    return AdministeredSystem.builder(progress -> open(dataSource))
        .projection(Clicks.PROJECTION)
        .aggregate(NamedAggregate.of("counter", Counter::new, Counter.CODEC, Counter::clicks))
        .build();
  }

  // end

  // region open
  OpenedSystem open(DataSource dataSource) {
    PostgresEventStore store = PostgresEventStore.builder(dataSource).build();
    return OpenedSystem.of(store, PostgresProjections.of(store)).closing(() -> close(store));
  }

  // end

  private void close(EventStore store) {
    closed.incrementAndGet();
    store.close();
  }

  private int run(String... arguments) {
    Console console = new Console(output(out), output(err), Map.of(), Path.of(""));
    DataSource dataSource = database.dataSource();
    // region mount
    CommandLine program = new CommandLine(new CounterCommand());
    program.addSubcommand(AdminCommands.of(console, counters(dataSource)));
    int exitCode = ConsoleProgram.of(program, console).run(arguments);
    // end
    return exitCode;
  }

  private String done(String... arguments) {
    out.reset();
    err.reset();
    assertThat(run(arguments)).isEqualTo(ExitCode.DONE);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    return out.toString(StandardCharsets.UTF_8);
  }

  private String refused(int exitCode, String... arguments) {
    err.reset();
    assertThat(run(arguments)).isEqualTo(exitCode);
    return err.toString(StandardCharsets.UTF_8);
  }

  private static Output output(ByteArrayOutputStream bytes) {
    return new Output(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
  }

  @Test
  void the_program_says_what_it_can_do_if_it_is_told_nothing() {
    assertThat(done()).startsWith("Usage: counter [OPTIONS]").contains("Commands:", "  admin");
    assertThat(done("help", "admin")).isEqualTo(done("admin")).isEqualTo(done("admin", "--help"));
  }

  @Test
  void events_and_streams_are_those_of_the_program() {
    assertThat(done("admin", "events").lines()).hasSize(4);
    assertThat(done("admin", "streams", "--json"))
        .isEqualTo(
            """
            [{"stream":"counter-blue","version":1,"position":2},
             {"stream":"counter-red","version":2,"position":3}]
            """);
  }

  @Test
  void the_state_is_shown_as_the_program_says_now_and_at_a_point() {
    assertThat(done("admin", "state", "counter-red").strip())
        .isEqualTo("{\"stream\":\"counter-red\",\"version\":2,\"state\":3}");
    assertThat(done("admin", "state", "counter-red", "--at-version", "1"))
        .contains("\"version\":1,\"state\":2");
    assertThat(refused(ExitCode.FAILED, "admin", "state", "item-1"))
        .isEqualTo("counter: No aggregate for item-1: expected a stream counter-...\n");
    assertThat(refused(ExitCode.FAILED, "admin", "state", "counter-9"))
        .isEqualTo("counter: No stream counter-9\n");
  }

  @Test
  void projections_are_listed_and_replayed() {
    assertThat(done("admin", "projections", "--json")).contains("\"position\":0,\"head\":3");
    run("admin", "replay", "clicks");
    assertThat(done("admin", "projections", "--json")).contains("\"position\":3,\"head\":3");
    assertThat(clicks("red")).isEqualTo(3);
  }

  @Test
  void verify_finds_a_row_that_is_not_what_the_log_says() {
    assertThat(run("admin", "verify")).isEqualTo(ExitCode.DONE); // it may tell how far it is
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\u2713 clicks equals a fresh replay: 2 rows");
    new Jdbc(database.dataSource()).update("update tidemark.clicks set clicks = 7");
    out.reset();

    assertThat(run("admin", "verify")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\u2717 clicks equals a fresh replay");
  }

  @Test
  void the_commands_name_themselves_after_the_program() {
    assertThat(done("admin", "replay", "--help"))
        .contains("Usage: counter admin replay", "see counter admin projections")
        .contains("Examples: counter admin replay");
    assertThat(refused(ExitCode.WRONG_USAGE, "admin", "events", "--limit", "x"))
        .startsWith("counter: ")
        .endsWith("(try 'counter admin events --help')\n");
    assertThat(done("admin", "state", "counter-red", "--at-position", "2")).contains("\"state\":2");
    assertThat(refused(ExitCode.FAILED, "admin", "state", "counter-red", "--at-position", "9"))
        .isEqualTo("counter: Position of the log: expected at most 3, actual 9\n");
    assertThat(refused(ExitCode.FAILED, "admin", "state", "counter-red", "--at-version", "99"))
        .isEqualTo("counter: Version of counter-red: expected at most 2, actual 99\n");
  }

  @Test
  void each_command_closes_what_it_opened_and_wrong_names_open_nothing() {
    done("admin", "streams");
    assertThat(closed).hasValue(1);
    refused(ExitCode.FAILED, "admin", "state", "item-1");
    assertThat(closed).hasValue(2);
    assertThat(refused(ExitCode.WRONG_USAGE, "admin", "replay", "nosuch"))
        .contains("No projection nosuch: expected one of clicks");
    assertThat(closed).hasValue(2);
  }

  @Test
  void the_whole_program_runs_as_a_process() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder(
                java,
                "-cp",
                classes,
                CounterProgram.class.getName(),
                "admin",
                "state",
                "counter-red",
                "--at-version",
                "1")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("COUNTER_JDBC_URL", database.jdbcUrl());
    builder.environment().put("COUNTER_USER", database.user());
    builder.environment().put("COUNTER_PASSWORD", database.password());
    Process program = builder.start();

    assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("{\"stream\":\"counter-red\",\"version\":1,\"state\":2}\n");
    assertThat(program.waitFor()).isEqualTo(ExitCode.DONE);
  }

  private long clicks(String counter) {
    return new Jdbc(database.dataSource())
        .query(
            "select clicks from tidemark.clicks where counter = '%s'".formatted(counter),
            row -> row.integer(1))
        .get(0);
  }
}
