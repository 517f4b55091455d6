package io.tidemark.sql.cli;

import io.tidemark.AsOf;
import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PageOptions;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.admin.cli.option.WideOption;
import io.tidemark.dataflow.Tuple;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.sql.QueryOptions;
import io.tidemark.sql.SqlStatement;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.query.SqlRows;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin sql}. */
@Command(
    name = "sql",
    description = {
      "Answer a statement over the log, now or as of a position; or tell its changes.",
      "A table for each type of events, and for each read model that the program names.",
      "Reads the log from its beginning. What runs for long is better a query that is kept."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} 'SELECT COUNT(*) FROM events'",
      "          ${COMMAND-FULL-NAME} 'SELECT * FROM events' --at-position 100 --json",
      "          ${COMMAND-FULL-NAME} 'SELECT type, COUNT(*) FROM events GROUP BY type' --chart",
      "          ${COMMAND-FULL-NAME} 'SELECT COUNT(*) FROM events' --follow",
      "",
      "Write names such as `position` in backticks, and so the statement in single quotes."
    })
final class AnswerStatement extends SqlVerb {
  @Parameters(index = "0", paramLabel = "STATEMENT", description = "SELECT ..., in quotes")
  String statement = "";

  @Option(
      names = "--at-position",
      paramLabel = "N",
      converter = PointOptions.Count.class,
      description = "after the event at this position of the log")
  @Nullable Long position;

  @Option(
      names = "--follow",
      description = "tell what each event changes, from the first on, until Ctrl-C")
  boolean follow;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PointOptions.Count.class,
      description = "at most N rows; with --follow, at most N changes")
  @Nullable Long limit;

  @Option(
      names = "--chart",
      description = "a bar for each row, of two columns: a label and a number")
  boolean chart;

  @Mixin WideOption wide = new WideOption();
  @Mixin JsonOption json = new JsonOption();

  AnswerStatement(
      Console console,
      AdministeredSystem system,
      Function<PostgresProjections, SqlQueries> queries) {
    super(console, system, queries);
  }

  @Override
  public Integer call() {
    if (follow && position != null) {
      throw misuse("--follow and --at-position: expected one of them, actual both");
    }
    if (chart && (follow || json.isAskedFor())) {
      throw misuse("--chart: expected no --follow and no --json beside it, actual one of them");
    }
    return super.call();
  }

  @Override
  protected boolean isFollowing() {
    return follow;
  }

  @Override
  int run(Admin admin, SqlQueries sql) {
    if (SqlStatement.parse(statement, sql.tables()).name().isPresent()) {
      throw misuse("No question: expected SELECT ..., actual CREATE VIEW, which is to be created");
    }
    if (follow) {
      follow(sql);
    } else {
      answer(admin, sql);
    }
    return ExitCode.DONE;
  }

  private void answer(Admin admin, SqlQueries sql) {
    long head = admin.head();
    if (position != null) {
      PointOptions.requirePosition(position, head);
    }
    long point = position == null ? head : position;
    requireChart(sql);
    note("Reading the log up to position %,d ...".formatted(point));
    SqlRows answer = sql.select(statement, AsOf.position(point));
    boolean isPaged = limit == null && out().isTerminal() && !json.isAskedFor();
    long most = limit != null ? limit : isPaged ? PageOptions.PAGE : Long.MAX_VALUE;
    List<Tuple> shown = answer.rows().stream().limit(most).toList();
    SqlText text = new SqlText(answer.columns());
    if (json.isAskedFor()) {
      text.print(shown, out());
      return;
    }
    if (chart) {
      text.chart(shown).lines(console().style(), out().columns()).forEach(out()::line);
    } else {
      printCut(text.table(shown).lines(console().style(), wide.columns(out())));
    }
    if (isPaged && shown.size() < answer.rows().size()) {
      hint("More: %,d rows in all, --limit N shows N".formatted(answer.rows().size()));
    }
  }

  private void requireChart(SqlQueries sql) {
    List<SqlColumn> columns = SqlStatement.parse(statement, sql.tables()).query().columns();
    if (chart && (columns.size() != 2 || !columns.get(1).type().isNumeric())) {
      throw misuse(
          "--chart: expected two columns, a label and a number, actual "
              + columns.stream()
                  .map(column -> column.name() + " " + column.type())
                  .collect(Collectors.joining(", ")));
    }
  }

  private void follow(SqlQueries sql) {
    FollowedRows rows = FollowedRows.of(statement, sql.tables(), out(), json.isAskedFor());
    if (wide.isAskedFor()) {
      rows.uncut();
    }
    if (limit != null) {
      rows.limit(limit);
    }
    sql.follow(statement, QueryOptions.NONE, rows, () -> isOver() || rows.isEnough());
  }
}
