package io.tidemark.counter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.OpenedSystem;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.PostgresMigrations;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.Output;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.testdatabase.TestDatabaseTemplate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A log of counters with some projections, for one test; made when it is first needed. */
final class CounterLab implements AutoCloseable {
  private static final TestDatabaseTemplate EMPTY_LOG =
      new TestDatabaseTemplate(empty -> PostgresMigrations.migrate(empty, "tidemark"), copy -> {});

  private TestDatabase database;
  private PostgresEventStore store;

  /** A database with an empty log in the schema {@code tidemark}. */
  static TestDatabase emptyLog() {
    return EMPTY_LOG.copy();
  }

  PostgresEventStore store() {
    if (store == null) {
      database = emptyLog();
      store = PostgresEventStore.builder(database.dataSource()).build();
    }
    return store;
  }

  boolean isOpen() {
    return store != null;
  }

  PostgresProjections projections() {
    return PostgresProjections.of(store());
  }

  Jdbc jdbc() {
    return store().jdbc();
  }

  /** Clicks once on a counter, so many times at once. */
  void click(String counter, long times) {
    store()
        .append(
            StreamId.of("counter", counter),
            ExpectedVersion.any(),
            List.of(EventData.of("Clicked", "{\"times\":%d}".formatted(times))));
  }

  /** Runs a command of a program with these projections, as in a pipe. */
  CounterRun run(List<? extends ReadModelDefinition<?, ?>> projections, String... arguments) {
    return run(CounterRun.PIPE, projections, arguments);
  }

  /** The same on a terminal with so many columns. */
  CounterRun run(
      int columns, List<? extends ReadModelDefinition<?, ?>> projections, String... arguments) {
    return CounterRun.of(system(projections), columns, arguments);
  }

  private AdministeredSystem system(List<? extends ReadModelDefinition<?, ?>> projections) {
    return AdministeredSystem.builder(progress -> OpenedSystem.of(store(), projections()))
        .projections(projections)
        .build();
  }

  /** The lines that stay on a terminal to which both answers and progress go. */
  List<String> screen(List<? extends ReadModelDefinition<?, ?>> projections, String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Output terminal = new Output(new PrintStream(bytes, true, UTF_8), true, () -> 120);
    Console console = new Console(terminal, terminal, Map.of("NO_COLOR", "1"), Path.of(""));
    CounterRun.run(system(projections), console, arguments);
    return Stream.of(bytes.toString(UTF_8).split("\n"))
        .map(line -> line.substring(line.lastIndexOf('\r') + 1).stripTrailing())
        .toList();
  }

  /** How often a counter was clicked, by the row that serves. */
  Optional<Long> clicks(String counter) {
    return jdbc()
        .first(
            "select clicks from tidemark.clicks where counter = ?", row -> row.integer(1), counter);
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
      database.close();
    }
  }
}
