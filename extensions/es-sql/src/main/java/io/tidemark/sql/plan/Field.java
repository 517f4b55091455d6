package io.tidemark.sql.plan;

import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.table.SqlType;
import java.util.Locale;

/**
 * A column that can be named.
 *
 * @param qualifier what the table is called; empty if it has no name
 * @param index which column of the plan; or, if negative, one of {@link Virtual}
 */
record Field(String qualifier, String name, SqlType type, int index, Role role) {
  ColumnRef ref() {
    return new ColumnRef(index, type, name);
  }

  boolean isNamed(String other) {
    return name.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }

  boolean isOf(String table) {
    return qualifier.toLowerCase(Locale.ROOT).equals(table.toLowerCase(Locale.ROOT));
  }

  Field of(String table) {
    return new Field(table, name, type, index, role);
  }

  Field at(int other) {
    return new Field(qualifier, name, type, other, role);
  }

  Field withoutPosition() {
    return role == Role.POSITION ? new Field(qualifier, name, type, index, Role.NONE) : this;
  }
}
