package io.tidemark.jdbc;

import java.sql.SQLException;

/** Takes what it needs of a row. */
@FunctionalInterface
public interface RowReader {

  /** Reads the row at hand, which must not be kept. */
  void read(Row row) throws SQLException;
}
