package io.tidemark.sql.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.WideOption;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionStatus;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.query.SqlQuery;
import io.tidemark.sql.table.SqlException;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.FailureText;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code admin queries}. */
@Command(
    name = "queries",
    description = "List the queries: how far they got, and their statements.",
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME}",
      "          ${COMMAND-FULL-NAME} --wide",
      "          ${COMMAND-FULL-NAME} --json"
    })
final class ListQueries extends SqlVerb {
  @Mixin WideOption wide = new WideOption();
  @Mixin JsonOption json = new JsonOption();

  ListQueries(
      Console console,
      AdministeredSystem system,
      Function<PostgresProjections, SqlQueries> queries) {
    super(console, system, queries);
  }

  @Override
  int run(Admin admin, SqlQueries sql) {
    List<Listed> all = sql.list().stream().map(query -> listed(admin, sql, query)).toList();
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        all.forEach(each -> list.add(each.json()));
      }
      return ExitCode.DONE;
    }
    Table table = Table.of("NAME", "=STATE", ">POSITION", ">LAG", "STATEMENT");
    all.forEach(each -> table.row(each.cells()));
    printCut(table.lines(console().style(), wide.columns(out())));
    all.stream().flatMap(each -> each.error().stream()).forEach(this::tell);
    return ExitCode.DONE;
  }

  private static Listed listed(Admin admin, SqlQueries sql, SqlQuery query) {
    try {
      ProjectionStatus status = admin.readModels().status(sql.projection(query.name()));
      return new Listed(query, Optional.of(status), Optional.empty());
    } catch (SqlException e) {
      return new Listed(
          query,
          Optional.empty(),
          Optional.of("query %s: %s".formatted(query.name(), FailureText.of(e))));
    }
  }

  /**
   * A query and how far it is.
   *
   * @param status empty if this program cannot carry its statement out
   * @param error why not
   */
  private record Listed(SqlQuery query, Optional<ProjectionStatus> status, Optional<String> error) {
    private String state() {
      return status.map(known -> known.state().name()).orElse("INVALID");
    }

    Object[] cells() {
      return new Object[] {
        query.name(),
        state(),
        status.map(known -> "%,d".formatted(known.position())).orElse(""),
        status.map(known -> "%,d".formatted(known.lag())).orElse(""),
        query.statement().strip().replaceAll("\\s+", " ")
      };
    }

    JsonLine json() {
      return new JsonLine()
          .with("name", query.name())
          .with("state", state())
          .with("position", status.map(ProjectionStatus::position).orElse(null))
          .with("lag", status.map(ProjectionStatus::lag).orElse(null))
          .with("createdAt", query.createdAt().toString())
          .with("statement", query.statement())
          .with("error", error.orElse(null));
    }
  }
}
