package io.tidemark.sql.cli;

import io.tidemark.AsOf;
import io.tidemark.PermanentException;
import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredProjection;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.AsOfOptions;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PageOptions;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.admin.cli.option.WideOption;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.query.SqlQuery;
import io.tidemark.sql.query.SqlRows;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin query rows NAME}. */
@Command(
    name = "rows",
    description = {
      "Show the rows of a query, as far as they are made, or as they were.",
      "In the order of their columns. Does not bring them further."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} types --limit 20",
      "          ${COMMAND-FULL-NAME} types --key Deposited",
      "          ${COMMAND-FULL-NAME} types --at-position 100 --json",
      "          ${COMMAND-FULL-NAME} types --watch"
    })
final class ShowRows extends SqlVerb {
  @Parameters(index = "0", paramLabel = "NAME", description = QueryCommand.DESCRIPTION)
  String name = "";

  @Option(
      names = "--key",
      paramLabel = "K",
      description =
          "the row with this key only: the values of the columns that tell rows apart, with commas between them")
  @Nullable String key;

  @Mixin AsOfOptions asOf = new AsOfOptions();

  @Option(
      names = "--watch",
      description = "look again every second, and show them when they have changed, until Ctrl-C")
  boolean watch;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PointOptions.Count.class,
      description = "at most N rows; with --watch, 20 unless told")
  @Nullable Long limit;

  @Mixin WideOption wide = new WideOption();
  @Mixin JsonOption json = new JsonOption();

  ShowRows(
      Console console,
      AdministeredSystem system,
      Function<PostgresProjections, SqlQueries> queries) {
    super(console, system, queries);
  }

  @Override
  public Integer call() {
    if (watch && (asOf.isAskedFor() || wide.isAskedFor())) {
      throw misuse(
          "--watch: expected no --wide and no point in time beside it, actual one of them");
    }
    return super.call();
  }

  @Override
  protected boolean isFollowing() {
    return watch;
  }

  @Override
  int run(Admin admin, SqlQueries sql) {
    requireOneOf("query", name, sql.list().stream().map(SqlQuery::name).toList());
    boolean isFormer = admin.readModels().status(sql.projection(name)).isOutdated();
    if (key != null) {
      requireKey(admin, key);
    }
    AsOf point = asOf.asOf(admin::head, this::tell);
    if (isFormer && !asOf.isAskedFor()) {
      tellFormer(sql);
    }
    if (watch) {
      watch(sql);
    } else {
      show(admin, sql, point);
    }
    return ExitCode.DONE;
  }

  /** Of a statement that was changed the rows are those of the former one, if they can be read. */
  private void tellFormer(SqlQueries sql) {
    String command = neighbour("rebuild " + name);
    try {
      rows(sql, AsOf.latest(), 1);
    } catch (PermanentException e) {
      throw new CommandFailedException(
          "The rows of %s are those of its former statement, which had other columns; %s makes the new ones"
              .formatted(name, command),
          e);
    }
    tell(
        "the rows of %s are still those of its former statement; %s makes the new ones"
            .formatted(name, command));
  }

  private void requireKey(Admin admin, String told) {
    try {
      admin.projection(name).keyText(told);
    } catch (IllegalArgumentException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
  }

  private void show(Admin admin, SqlQueries sql, AsOf point) {
    boolean isPaged = limit == null && out().isTerminal() && !json.isAskedFor();
    long most = limit != null ? limit : isPaged ? PageOptions.PAGE : Long.MAX_VALUE;
    SqlRows found = rows(sql, point, more(most));
    if (key != null && found.rows().isEmpty()) {
      throw missing(admin, key, found.position());
    }
    SqlRows shown = found.first(most);
    SqlText text = new SqlText(found.columns());
    if (json.isAskedFor()) {
      text.print(shown.rows(), out());
      return;
    }
    printCut(text.table(shown.rows()).lines(console().style(), wide.columns(out())));
    if (isPaged && shown.rows().size() < found.rows().size()) {
      hint("More: --limit N shows N");
    }
    tellLag(admin, found.position());
  }

  /** To see whether there are more. */
  private static long more(long most) {
    return most == Long.MAX_VALUE ? most : most + 1;
  }

  private SqlRows rows(SqlQueries sql, AsOf point, long most) {
    return key == null ? sql.rows(name, point, most) : sql.rowsOf(name, point, key);
  }

  private CommandFailedException missing(Admin admin, String told, long position) {
    AdministeredProjection<?, ?> projection = admin.projection(name);
    return new CommandFailedException(
        "No row '%s' in %s at position %d; the key is its '%s'%s"
            .formatted(
                told,
                name,
                position,
                projection.keyName(),
                projection.anyKey().map(", for example "::concat).orElse("")));
  }

  /** Rows that are not made yet look as if there were none. */
  private void tellLag(Admin admin, long position) {
    long head = admin.head();
    if (position < head && !asOf.isAskedFor()) {
      hint("Up to position %,d of %,d".formatted(position, head));
      if (position == 0) {
        hint("Make its rows", "rebuild " + name);
      }
    }
  }

  private void watch(SqlQueries sql) {
    long most = limit == null ? WatchedRows.MOST : limit;
    WatchedRows shown =
        new WatchedRows(
            console(),
            most,
            json.isAskedFor(),
            some ->
                new SqlText(some.columns())
                    .table(some.rows())
                    .lines(console().style(), out().columns()));
    goOn(WatchedRows.PAUSE, () -> shown.show(rows(sql, AsOf.latest(), more(most))));
  }
}
