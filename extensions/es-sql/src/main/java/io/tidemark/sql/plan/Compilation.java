package io.tidemark.sql.plan;

import io.tidemark.dataflow.Plan;
import io.tidemark.sql.table.SqlTable;
import io.tidemark.sql.table.SqlTables;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What all parts of one statement share while it becomes a plan. Used by one thread. */
final class Compilation {
  private final StatementText text;
  private final SqlTables tables;
  private final Optional<Plan.Emission> emission;
  private final List<SqlTable> sources = new ArrayList<>();

  Compilation(StatementText text, SqlTables tables, Optional<Plan.Emission> emission) {
    this.text = text;
    this.tables = tables;
    this.emission = emission;
  }

  StatementText text() {
    return text;
  }

  SqlTables tables() {
    return tables;
  }

  /** When rows of windows are there: when these close, unless the statement is told otherwise. */
  Plan.Emission ofWindows() {
    return emission.orElse(Plan.Emission.CLOSED);
  }

  /** When rows with sums over those before them are there: at once, unless told otherwise. */
  Plan.Emission ofRows() {
    return emission.orElse(Plan.Emission.ALWAYS);
  }

  /** A table as a source; a table that is named twice is one source. */
  Plan.Source source(SqlTable table) {
    if (!sources.contains(table)) {
      sources.add(table);
    }
    return table.source(sources.indexOf(table));
  }

  /** The tables that were named, by the numbers of their sources. */
  List<SqlTable> sources() {
    return List.copyOf(sources);
  }
}
