package io.tidemark.sql.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.verb.FollowingVerb;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.table.SqlException;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.FailureText;
import java.util.function.Function;

/** A command on statements: what is wrong in one is shown at its place. */
abstract class SqlVerb extends FollowingVerb {
  private final Function<PostgresProjections, SqlQueries> queries;

  SqlVerb(
      Console console,
      AdministeredSystem system,
      Function<PostgresProjections, SqlQueries> queries) {
    super(console, system);
    this.queries = queries;
  }

  @Override
  protected boolean isFollowing() {
    return false;
  }

  @Override
  protected final int run(Admin admin) {
    try {
      return run(admin, queries.apply(admin.readModels()));
    } catch (SqlException e) {
      complain(FailureText.oneLine(e.getMessage()));
      new UnderlinedPlace(e).lines(console().err().columns()).forEach(console().err()::line);
      return ExitCode.WRONG_USAGE;
    }
  }

  /** Does the work; gives the exit code. */
  abstract int run(Admin admin, SqlQueries sql);
}
