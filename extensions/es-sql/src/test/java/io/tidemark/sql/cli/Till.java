package io.tidemark.sql.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.OpenedSystem;
import io.tidemark.admin.cli.AdminCommands;
import io.tidemark.admin.cli.ConsoleProgram;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.Output;
import io.tidemark.testdatabase.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** A shop that asks its log by SQL, for one test. */
final class Till implements AutoCloseable {
  static final int PIPE = 0;

  // region events
  sealed interface TillEvent {
    record Paid(String customer, BigDecimal amount) implements TillEvent {}

    record Refunded(String customer, BigDecimal amount) implements TillEvent {}
  }

  static final EventCodec<TillEvent> CODEC = JacksonEventCodec.ofSealed(TillEvent.class);

  // end

  /** What the program has of its own. */
  record Customer(String name, long payments) {
    static final Projection<String, Customer> PROJECTION =
        Projection.named("customers", Customer.class, Customer::name)
            .from("till", CODEC)
            .keyedBy(
                (event, recorded) -> event instanceof TillEvent.Paid paid ? paid.customer() : null)
            .fold(
                (before, event, recorded) ->
                    new Customer(
                        ((TillEvent.Paid) event).customer(),
                        before == null ? 1 : before.payments() + 1))
            .withHistory();
  }

  private final TestDatabase database = TestDatabase.create();
  private final PostgresEventStore store =
      PostgresEventStore.builder(database.dataSource()).build();

  @Command(name = "till", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT)
  private static final class TillCommand {}

  /**
   * What a command printed and how it ended.
   *
   * @param exitCode how it ended
   * @param out what it answered
   * @param err what it complained about
   */
  record Run(int exitCode, String out, String err) {}

  PostgresEventStore store() {
    return store;
  }

  void pay(String customer, String amount) {
    append(new TillEvent.Paid(customer, new BigDecimal(amount)));
  }

  void append(TillEvent event) {
    EventData data = CODEC.encode(event, Metadata.empty(), Instant.now());
    store.append(StreamId.of("till", "1"), ExpectedVersion.any(), List.of(data));
  }

  private CommandLine mounted(Console console) {
    // region mount
    SqlCommands sql =
        SqlCommands.of(
            projections ->
                SqlQueries.of(projections)
                    .types("till", CODEC, TillEvent.class)
                    .readModel(Customer.PROJECTION)
                    .build());
    AdministeredSystem till =
        AdministeredSystem.builder(
                progress -> OpenedSystem.of(store, PostgresProjections.of(store)))
            .projection(Customer.PROJECTION)
            .storedProjections(sql.projections())
            .build();
    CommandLine admin = AdminCommands.of(console, till);
    sql.addTo(admin, console, till);
    // end
    return admin;
  }

  /** Runs a command of the program, as in a pipe. */
  Run run(String... arguments) {
    return run(PIPE, arguments);
  }

  /** The same on a terminal with so many columns. */
  Run run(int columns, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            output(out, columns), output(err, columns), Map.of("NO_COLOR", "1"), Path.of(""));
    CommandLine program = new CommandLine(new TillCommand());
    program.addSubcommand(mounted(console));
    int exitCode = ConsoleProgram.of(program, console).run(arguments);
    return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** What a command that goes on prints first, to somebody who then reads no more. */
  String firstLine(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutputStream once =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            if (out.toString(UTF_8).endsWith("\n")) {
              throw new IOException("Broken pipe");
            }
            out.write(one);
          }

          @Override
          public void flush() throws IOException {
            if (out.toString(UTF_8).endsWith("\n")) {
              throw new IOException("Broken pipe");
            }
          }
        };
    Console console =
        new Console(
            new Output(new PrintStream(once, true, UTF_8), false),
            output(new ByteArrayOutputStream(), PIPE),
            Map.of(),
            Path.of(""));
    CommandLine program = new CommandLine(new TillCommand());
    program.addSubcommand(mounted(console));
    ConsoleProgram.of(program, console).run(arguments);
    return out.toString(UTF_8);
  }

  private static Output output(ByteArrayOutputStream bytes, int columns) {
    return new Output(new PrintStream(bytes, true, UTF_8), columns != PIPE, () -> columns);
  }

  @Override
  public void close() {
    store.close();
    database.close();
  }
}
