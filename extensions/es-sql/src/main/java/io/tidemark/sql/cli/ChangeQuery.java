package io.tidemark.sql.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.query.SqlQuery;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code admin query change}. */
@Command(
    name = "change",
    description = {
      "Put another statement in the place of that of a query. Its rows stay as they are until they are rebuilt."
    },
    footer = {
      "",
      "Example: ${COMMAND-FULL-NAME} 'CREATE VIEW types AS SELECT DISTINCT type FROM events'"
    })
final class ChangeQuery extends SqlVerb {
  @Parameters(
      index = "0",
      paramLabel = "STATEMENT",
      description = "CREATE VIEW name AS SELECT ..., in quotes")
  String statement = "";

  ChangeQuery(
      Console console,
      AdministeredSystem system,
      Function<PostgresProjections, SqlQueries> queries) {
    super(console, system, queries);
  }

  @Override
  int run(Admin admin, SqlQueries sql) {
    SqlQuery changed = sql.change(statement);
    print("Changed " + changed.name());
    hint("Make the new rows beside the old", "rebuild %s --no-switch".formatted(changed.name()));
    return ExitCode.DONE;
  }
}
