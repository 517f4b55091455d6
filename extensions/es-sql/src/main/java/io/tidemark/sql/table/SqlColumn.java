package io.tidemark.sql.table;

import java.util.Objects;

/**
 * A column of a table or of an answer.
 *
 * @param name as it is shown; statements find it whatever the case of its letters
 */
public record SqlColumn(String name, SqlType type) {
  /** Nulls are refused. */
  public SqlColumn {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }

  @Override
  public String toString() {
    return name + " " + type;
  }
}
