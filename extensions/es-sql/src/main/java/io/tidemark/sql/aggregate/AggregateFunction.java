package io.tidemark.sql.aggregate;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Expression;
import io.tidemark.sql.table.SqlType;
import java.util.List;

/**
 * An aggregate that a module adds to SQL. Each that {@link java.util.ServiceLoader} finds can be
 * called by its name, with FILTER as any other. PostgreSQL is not asked for its answer.
 * Thread-safe.
 */
public interface AggregateFunction {
  /** Its name, in upper case; other aggregates and functions have other names. */
  String name();

  /** How it is called, for who calls it otherwise, such as {@code MEDIAN(number)}. */
  String form();

  /**
   * What it comes to for one call.
   *
   * @param type of what is added up
   * @param value gives what is added up, in the form that its type has for it, or null, which is
   *     passed over
   * @param constants the arguments behind it
   * @throws IllegalArgumentException if it cannot be called so; the message says what is expected
   */
  Call call(SqlType type, Expression value, List<Object> constants);

  /**
   * What is done for one call.
   *
   * @param type of what it comes to
   * @param work is equal to that of another call if both come to the same
   */
  record Call(SqlType type, Aggregation work) {}
}
