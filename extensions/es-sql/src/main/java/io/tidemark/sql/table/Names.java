package io.tidemark.sql.table;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Of tables and columns. */
final class Names {
  private Names() {}

  /** {@code OwnerNamed} becomes {@code owner_named}. */
  static String snakeCase(String camelCase) {
    return camelCase
        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /** Statements could not tell such columns apart. */
  static void requireDistinct(String table, List<SqlColumn> columns) {
    Set<String> seen = new HashSet<>();
    for (SqlColumn column : columns) {
      if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "Invalid table %s: expected columns of different names, actual two named %s; position, stream, occurred_at and recorded_at are columns of every table of events"
                .formatted(table, column.name()));
      }
    }
  }
}
