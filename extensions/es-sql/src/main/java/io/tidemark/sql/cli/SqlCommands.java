package io.tidemark.sql.cli;

import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.AdministeredSystem.StoredProjections;
import io.tidemark.admin.cli.AdminCommands;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.query.SqlQuery;
import io.tidemark.sql.table.SqlException;
import io.tidemark.terminal.Console;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The commands with which an operator asks the log by SQL, and looks after the queries that run.
 * Such a query is a projection, so the system is to know of them too:
 *
 * <pre>{@code
 * SqlCommands sql =
 *     SqlCommands.of(
 *         projections ->
 *             SqlQueries.of(projections).types("counter", CODEC, CounterEvent.class).build());
 * AdministeredSystem system =
 *     AdministeredSystem.builder(opener).storedProjections(sql.projections()).build();
 * CommandLine admin = AdminCommands.of(console, system);
 * sql.addTo(admin, console, system);
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class SqlCommands {
  private final Function<PostgresProjections, SqlQueries> queries;

  private SqlCommands(Function<PostgresProjections, SqlQueries> queries) {
    this.queries = Objects.requireNonNull(queries, "queries");
  }

  /**
   * Of a program.
   *
   * @param queries gives what statements can name, over the read models that a command has opened
   */
  public static SqlCommands of(Function<PostgresProjections, SqlQueries> queries) {
    return new SqlCommands(queries);
  }

  /**
   * The queries of a database as projections. One whose statement this program cannot carry out,
   * for example because a type of events has gone, is none; {@code queries} tells why.
   */
  public StoredProjections projections() {
    return database -> {
      SqlQueries there = queries.apply(database);
      return there.list().stream().flatMap(query -> projection(there, query).stream()).toList();
    };
  }

  private static Optional<Projection<?, ?>> projection(SqlQueries there, SqlQuery query) {
    try {
      return Optional.of(there.projection(query.name()));
    } catch (SqlException e) {
      return Optional.empty(); // told where queries are listed
    }
  }

  /**
   * Adds {@code sql}, {@code queries} and {@code query}.
   *
   * @param admin the command {@code admin} of this system
   */
  public void addTo(CommandLine admin, Console console, AdministeredSystem system) {
    CommandLine query = new CommandLine(new QueryCommand());
    query.addSubcommand(new CreateQuery(console, system, queries));
    query.addSubcommand(new ChangeQuery(console, system, queries));
    query.addSubcommand(new ShowRows(console, system, queries));
    AdminCommands.ofStoredProjections(console, system).values().stream()
        .map(SqlCommands::onQueries)
        .forEach(query::addSubcommand);
    query.addSubcommand(new DropQuery(console, system, queries));
    admin.addSubcommand(new AnswerStatement(console, system, queries));
    admin.addSubcommand(new ListQueries(console, system, queries));
    admin.addSubcommand(query);
  }

  /** A command on projections as one on queries, which are listed elsewhere. */
  private static CommandLine onQueries(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    spec.usageMessage().footer("", "Example: ${COMMAND-FULL-NAME} types");
    for (PositionalParamSpec told : List.copyOf(spec.positionalParameters())) {
      spec.remove(told);
      spec.addPositional(
          PositionalParamSpec.builder(told).description(QueryCommand.DESCRIPTION).build());
    }
    return command;
  }
}
