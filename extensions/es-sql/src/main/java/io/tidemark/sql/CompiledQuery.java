package io.tidemark.sql;

import io.tidemark.dataflow.Plan;
import io.tidemark.sql.table.EventTable;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlTable;
import java.util.List;
import java.util.stream.Stream;

/**
 * A statement as a plan. Immutable.
 *
 * @param columns names and types of the columns of its rows
 * @param sources the tables that it names; the source of number 0 of the plan is the first of them
 */
public record CompiledQuery(Plan plan, List<SqlColumn> columns, List<SqlTable> sources) {
  /** Copies the lists. */
  public CompiledQuery {
    columns = List.copyOf(columns);
    sources = List.copyOf(sources);
  }

  /** The tables of events that it names: by these its time goes on. */
  public List<EventTable> eventTables() {
    return sources.stream().flatMap(CompiledQuery::events).toList();
  }

  private static Stream<EventTable> events(SqlTable table) {
    return table instanceof EventTable events ? Stream.of(events) : Stream.empty();
  }
}
