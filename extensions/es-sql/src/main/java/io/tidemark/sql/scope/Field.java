package io.tidemark.sql.scope;

import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.table.SqlType;
import java.util.Locale;

/**
 * A column that can be named.
 *
 * @param qualifier what the table is called; empty if it has no name
 * @param index which column of the plan; or, if negative, one of {@link Virtual}
 */
public record Field(String qualifier, String name, SqlType type, int index, Role role) {
  /** It as a value. */
  public ColumnRef ref() {
    return new ColumnRef(index, type, name);
  }

  /** Whether it is found under a name, whatever the case of the letters. */
  public boolean isNamed(String other) {
    return name.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }

  /** Whether its table is called so, whatever the case of the letters. */
  public boolean isOf(String table) {
    return qualifier.toLowerCase(Locale.ROOT).equals(table.toLowerCase(Locale.ROOT));
  }

  /** The same of a table of another name. */
  public Field of(String table) {
    return new Field(table, name, type, index, role);
  }

  /** The same at another place of the plan. */
  public Field at(int other) {
    return new Field(qualifier, name, type, other, role);
  }

  /** The same, where the position is not that of the event that makes the row. */
  public Field withoutPosition() {
    return role == Role.POSITION ? new Field(qualifier, name, type, index, Role.NONE) : this;
  }
}
