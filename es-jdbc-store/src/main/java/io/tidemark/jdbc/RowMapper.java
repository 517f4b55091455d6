package io.tidemark.jdbc;

import java.sql.SQLException;

/**
 * Makes a value of a row.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface RowMapper<T> {
  /** The value of the row the cursor is on; must not keep the row. */
  T map(Row row) throws SQLException;
}
