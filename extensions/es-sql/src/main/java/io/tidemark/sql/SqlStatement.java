package io.tidemark.sql;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.sql.plan.PlannedQuery;
import io.tidemark.sql.plan.QueryCompiler;
import io.tidemark.sql.plan.RetainedWindows;
import io.tidemark.sql.table.SqlTables;
import io.tidemark.sql.text.StatementParser;
import io.tidemark.sql.text.StatementText;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;

/**
 * A statement of SQL, as Flink has it: either a query, or {@code CREATE VIEW name WITH ('delay' =
 * '30 s') AS} and a query that is to run under this name. Immutable.
 *
 * @param name of a view; empty of a query alone
 * @param options of a view; those of a query alone say nothing
 */
public record SqlStatement(Optional<String> name, QueryOptions options, CompiledQuery query) {
  /**
   * Reads one. Rows of windows are there when these close, and all others at once.
   *
   * @param tables all that it may name
   * @throws io.tidemark.sql.table.SqlException if it is not one that can be carried out
   */
  public static SqlStatement parse(String text, SqlTables tables) {
    return parse(text, tables, QueryOptions.NONE);
  }

  /**
   * Reads one.
   *
   * @param emission when rows of windows, and those with sums over others before them, are there;
   *     what a view says for itself goes first
   * @throws io.tidemark.sql.table.SqlException if it is not one that can be carried out
   */
  public static SqlStatement parse(String text, SqlTables tables, Emission emission) {
    return parse(text, tables, new QueryOptions(Optional.empty(), Optional.of(emission)));
  }

  /**
   * Reads one.
   *
   * @param options how it is to run; what a view says for itself goes first
   * @throws io.tidemark.sql.table.SqlException if it is not one that can be carried out
   */
  public static SqlStatement parse(String text, SqlTables tables, QueryOptions options) {
    StatementText place = new StatementText(text);
    ViewHeader header = ViewHeader.of(text);
    SqlNode node = StatementParser.parse(place, header.query());
    Optional<Emission> told = header.options().emission();
    PlannedQuery planned =
        QueryCompiler.plan(place, node, tables, told.isPresent() ? told : options.emission());
    Plan plan =
        header
            .options()
            .retention()
            .or(options::retention)
            .map(age -> RetainedWindows.in(planned.plan(), place, node, age))
            .orElse(planned.plan());
    if (!isWaiting(plan)) {
      header
          .idleInVain()
          .ifPresent(
              refusal -> {
                throw refusal;
              });
    }
    return new SqlStatement(
        header.name(),
        header.options(),
        new CompiledQuery(plan, planned.columns(), planned.sources()));
  }

  /** Whether there are rows that wait for time to go on. */
  private static boolean isWaiting(Plan plan) {
    Emission emission = Emission.ALWAYS;
    if (plan instanceof Plan.Aggregate windows && windows.window().isPresent()) {
      emission = windows.emission();
    } else if (plan instanceof Plan.Over rows && rows.order() instanceof Plan.Order.OfTime time) {
      emission = time.emission();
    } else if (plan instanceof Plan.Matches matches) {
      emission = matches.emission();
    }
    return emission == Emission.CLOSED || plan.inputs().stream().anyMatch(SqlStatement::isWaiting);
  }
}
