package io.tidemark.sql.table;

import io.tidemark.dataflow.Plan;
import java.util.List;

/** A table that statements may name. Immutable and thread-safe. */
public sealed interface SqlTable permits EventTable, SqlReadModel {
  /** What statements call it, whatever the case of the letters. */
  String name();

  /** Its columns in the order of the rows that it tells. */
  List<SqlColumn> columns();

  /** What it is to a plan that has it as its source of this number. */
  Plan.Source source(int number);
}
