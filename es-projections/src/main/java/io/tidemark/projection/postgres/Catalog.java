package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Session;

/**
 * What there is in a database. Asks the catalog's tables: {@code to_regclass} may answer from a
 * cache, and miss what another session made while this one waited for a lock.
 */
final class Catalog {
  private Catalog() {}

  static boolean hasSchema(Session session, String schema) {
    return isTrue(session, "select exists (select from pg_namespace where nspname = ?)", schema);
  }

  static boolean hasTable(Session session, String schema, String table) {
    return isTrue(
        session,
        "select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where n.nspname = ? and c.relname = ?)",
        schema,
        table);
  }

  private static boolean isTrue(Session session, String sql, Object... parameters) {
    return session.first(sql, row -> row.truth(1), parameters).orElse(false);
  }
}
