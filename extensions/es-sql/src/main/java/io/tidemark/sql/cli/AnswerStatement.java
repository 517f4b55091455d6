package io.tidemark.sql.cli;

import io.tidemark.AsOf;
import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PageOptions;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.admin.cli.option.WideOption;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.sql.QueryOptions;
import io.tidemark.sql.SqlStatement;
import io.tidemark.sql.query.AddedUpRows;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.query.SqlRows;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.progress.ProgressBar;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
      "A table for each type of events, and for each read model that the program names: see --tables.",
      "Reads the log from its beginning. What runs for long is better a query that is kept.",
      "Write names such as `position` in backticks, and so the statement in single quotes."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} --tables",
      "          ${COMMAND-FULL-NAME} 'SELECT COUNT(*) FROM events'",
      "          ${COMMAND-FULL-NAME} 'SELECT * FROM events' --at-position 100 --json",
      "          ${COMMAND-FULL-NAME} 'SELECT type, COUNT(*) FROM events GROUP BY type' --chart",
      "          ${COMMAND-FULL-NAME} 'SELECT COUNT(*) FROM events' --follow --from 100",
      "          ${COMMAND-FULL-NAME} 'SELECT COUNT(*) FROM events' --watch"
    })
final class AnswerStatement extends SqlVerb {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "STATEMENT",
      description = "SELECT ..., in quotes")
  @Nullable String told;

  @Option(
      names = "--tables",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "NAME",
      description =
          "instead of an answer: the tables and their columns, or those of this table, and of queries")
  @Nullable String tables;

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
      names = "--from",
      paramLabel = "P",
      converter = PointOptions.Count.class,
      description = "with --follow: from the event at this position on")
  @Nullable Long from;

  @Option(
      names = "--watch",
      description = "show the rows again whenever events have changed them, until Ctrl-C")
  boolean watch;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PointOptions.Count.class,
      description =
          "at most N rows; with --follow, at most N changes; with --watch, 20 rows unless told")
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
    requireOne(
        tables != null ? "--tables" : "",
        follow ? "--follow" : "",
        watch ? "--watch" : "",
        position != null ? "--at-position" : "");
    requireOne(tables != null ? "--tables" : "", told != null ? "a statement" : "");
    requireOne(chart ? "--chart" : "", follow ? "--follow" : "");
    requireOne(chart ? "--chart" : "", json.isAskedFor() ? "--json" : "");
    requireOne(watch ? "--watch" : "", wide.isAskedFor() ? "--wide" : "");
    if (from != null && !follow) {
      throw misuse("--from: expected --follow beside it, actual none");
    }
    if (told == null && tables == null) {
      throw misuse("Missing required parameter: 'STATEMENT'");
    }
    return super.call();
  }

  /** Refuses what does not go together. */
  private void requireOne(String... given) {
    List<String> all = Stream.of(given).filter(each -> !each.isEmpty()).toList();
    if (all.size() > 1) {
      throw misuse(
          "%s: expected one of them, actual %s"
              .formatted(String.join(" and ", all), all.size() == 2 ? "both" : "all"));
    }
  }

  @Override
  protected boolean isFollowing() {
    return follow || watch;
  }

  @Override
  int run(Admin admin, SqlQueries sql) {
    if (told == null) {
      list(sql, String.valueOf(tables));
      return ExitCode.DONE;
    }
    SqlStatement statement = SqlStatement.parse(told, sql.tables());
    if (statement.name().isPresent()) {
      throw misuse("No question: expected SELECT ..., actual CREATE VIEW, which is to be created");
    }
    if (chart) {
      requireChart(statement.query().columns());
    }
    if (follow) {
      follow(admin, sql, told);
    } else if (watch) {
      watch(sql, told, statement.query().columns());
    } else {
      answer(admin, sql, told);
    }
    return ExitCode.DONE;
  }

  private void list(SqlQueries sql, String name) {
    NameableTables all = NameableTables.of(sql, this::tell);
    NameableTables wanted = name.isEmpty() ? all : all.named(name);
    if (wanted.tables().isEmpty()) {
      requireOneOf("table", name, all.names());
    }
    wanted.print(console(), json.isAskedFor());
  }

  private void answer(Admin admin, SqlQueries sql, String statement) {
    long head = admin.head();
    if (position != null) {
      PointOptions.requirePosition(position, head);
    }
    SqlRows answer = read(sql, statement, position == null ? head : position);
    boolean isPaged = limit == null && out().isTerminal() && !json.isAskedFor();
    long most = limit != null ? limit : isPaged ? PageOptions.PAGE : Long.MAX_VALUE;
    SqlText text = new SqlText(answer.columns());
    SqlRows shown = answer.first(most);
    if (json.isAskedFor()) {
      text.print(shown.rows(), out());
    } else {
      printCut(lines(text, shown, wide.columns(out())));
      if (isPaged && shown.rows().size() < answer.rows().size()) {
        hint("More: %,d rows in all, --limit N shows N".formatted(answer.rows().size()));
      }
    }
  }

  private SqlRows read(SqlQueries sql, String statement, long point) {
    try (ProgressBar bar =
        new ProgressBar("Reading the log", ProgressBar.POSITIONS, console().err())) {
      bar.update(0, point);
      SqlRows answer =
          sql.select(statement, AsOf.position(point), position -> bar.update(position, point));
      if (console().err().isTerminal()) {
        bar.finish(point, point);
      } else {
        bar.update(point, point); // in a pipe nobody wants to know how quick it was
      }
      return answer;
    }
  }

  private List<String> lines(SqlText text, SqlRows rows, int columns) {
    return chart
        ? text.chart(rows.rows()).lines(console().style(), out().columns())
        : text.table(rows.rows()).lines(console().style(), columns);
  }

  private void requireChart(List<SqlColumn> columns) {
    if (columns.size() != 2 || !columns.get(1).type().isNumeric()) {
      throw misuse(
          "--chart: expected two columns, a label and a number, actual "
              + columns.stream()
                  .map(column -> column.name() + " " + column.type())
                  .collect(Collectors.joining(", ")));
    }
  }

  private void follow(Admin admin, SqlQueries sql, String statement) {
    FollowedRows rows = FollowedRows.of(statement, sql.tables(), out(), json.isAskedFor());
    if (wide.isAskedFor()) {
      rows.uncut();
    }
    if (limit != null) {
      rows.limit(limit);
    }
    if (from != null) {
      rows.from(from);
      note("Going through the log up to position %,d ...".formatted(Math.min(from, admin.head())));
    }
    sql.follow(statement, QueryOptions.NONE, rows, () -> isOver() || rows.isEnough());
  }

  private void watch(SqlQueries sql, String statement, List<SqlColumn> columns) {
    AddedUpRows rows = new AddedUpRows(columns);
    WatchedRows shown =
        new WatchedRows(
            console(),
            limit == null ? WatchedRows.MOST : limit,
            json.isAskedFor(),
            some -> lines(new SqlText(columns), some, out().columns()));
    AtomicBoolean begun = new AtomicBoolean();
    sql.follow(
        statement,
        QueryOptions.NONE,
        rows,
        () -> {
          if (begun.getAndSet(true)) { // at first nothing is read
            shown.showNowAndThen(rows::rows);
          }
          return isOver();
        });
  }
}
