package io.tidemark.sql.plan;

import io.tidemark.dataflow.Plan;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlTable;
import java.util.List;

/**
 * What a query became.
 *
 * @param sources the tables that the sources of the plan are, by their numbers
 */
public record PlannedQuery(Plan plan, List<SqlColumn> columns, List<SqlTable> sources) {
  static SqlColumn column(Field field) {
    return new SqlColumn(field.name(), field.type());
  }
}
