package io.tidemark.sql.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.sql.SqlStatement;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code admin query create}. */
@Command(
    name = "create",
    description = {
      "Keep a statement under its name. It is a projection from then on, whose rows are in a table of that name once it is run."
    },
    footer = {
      "",
      "Example: ${COMMAND-FULL-NAME} 'CREATE VIEW types AS SELECT type FROM events GROUP BY type'"
    })
final class CreateQuery extends SqlVerb {
  @Parameters(
      index = "0",
      paramLabel = "STATEMENT",
      description = "CREATE VIEW name AS SELECT ..., in quotes")
  String statement = "";

  CreateQuery(
      Console console,
      AdministeredSystem system,
      Function<PostgresProjections, SqlQueries> queries) {
    super(console, system, queries);
  }

  @Override
  int run(Admin admin, SqlQueries sql) {
    String name =
        SqlStatement.parse(statement, sql.tables())
            .name()
            .orElseThrow(
                () -> misuse("No name: expected CREATE VIEW name AS SELECT ..., actual SELECT"));
    if (system().projections().stream().anyMatch(each -> each.name().equals(name))) {
      throw misuse("Name %s: expected one that is free, actual a projection".formatted(name));
    }
    sql.create(statement);
    print("Created " + name);
    hint("Make its rows", "rebuild " + name);
    return ExitCode.DONE;
  }
}
