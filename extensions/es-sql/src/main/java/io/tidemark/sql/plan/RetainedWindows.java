package io.tidemark.sql.plan;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.time.Micros;
import io.tidemark.sql.table.SqlException;
import io.tidemark.sql.text.StatementText;
import java.time.Duration;
import org.apache.calcite.sql.SqlNode;

/**
 * Lets the windows of a query go when they ended long ago. What the query makes of their rows goes
 * with these.
 */
public final class RetainedWindows {
  private final StatementText text;
  private final SqlNode query;
  private final Duration age;

  private RetainedWindows(StatementText text, SqlNode query, Duration age) {
    this.text = text;
    this.query = query;
    this.age = age;
  }

  /**
   * The same plan in which windows go.
   *
   * @param query of which the plan was made, for the place of an error
   * @throws SqlException if its rows are not those of windows of one size, over events
   */
  public static Plan in(Plan plan, StatementText text, SqlNode query, Duration age) {
    return new RetainedWindows(text, query, age).retained(plan);
  }

  private Plan retained(Plan plan) {
    if (plan instanceof Plan.Project project) {
      return new Plan.Project(retained(project.input()), project.columns());
    }
    if (plan instanceof Plan.Filter filter) {
      return new Plan.Filter(retained(filter.input()), filter.condition());
    }
    if (plan instanceof Plan.Top top) {
      return new Plan.Top(retained(top.input()), top.groups(), top.order(), top.limit());
    }
    if (plan instanceof Plan.Aggregate windows
        && windows.window().orElse(null) instanceof Windowing.Hopping
        && !holdsWindows(windows.input())) {
      return new Plan.Retained(windows, Micros.of(age), true);
    }
    throw text.refuse(
        query,
        "expected windows of TUMBLE or HOP over events for 'retention', actual other rows: leave it out");
  }

  private static boolean holdsWindows(Plan plan) {
    return plan instanceof Plan.Aggregate
        || plan.inputs().stream().anyMatch(RetainedWindows::holdsWindows);
  }
}
