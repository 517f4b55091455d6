package io.tidemark.sql.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.query.SqlQuery;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code admin query drop NAME}. */
@Command(
    name = "drop",
    description = {
      "Remove a query and its rows. The events stay, so it can be created again: its statement is printed.",
      "Whoever runs it has to stop before."
    },
    footer = {"", "Example: ${COMMAND-FULL-NAME} types"})
final class DropQuery extends SqlVerb {
  @Parameters(index = "0", paramLabel = "NAME", description = QueryCommand.DESCRIPTION)
  String name = "";

  DropQuery(
      Console console,
      AdministeredSystem system,
      Function<PostgresProjections, SqlQueries> queries) {
    super(console, system, queries);
  }

  @Override
  int run(Admin admin, SqlQueries sql) {
    List<SqlQuery> all = sql.list();
    requireOneOf("query", name, all.stream().map(SqlQuery::name).toList());
    List<String> runners = admin.readModels().status(sql.projection(name)).runners();
    if (!runners.isEmpty()) {
      throw new CommandFailedException(
          "Cannot drop %s: expected nobody who runs it, actual %s"
              .formatted(name, String.join(", ", runners)));
    }
    sql.drop(name);
    print("Dropped %s and its rows. It was:".formatted(name));
    all.stream()
        .filter(query -> query.name().equals(name))
        .forEach(query -> query.statement().lines().forEach(out()::line));
    return ExitCode.DONE;
  }
}
