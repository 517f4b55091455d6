package io.tidemark.projection.table;

import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlArray;
import java.util.List;

/**
 * What there is in a database. Asks the catalog's tables: {@code to_regclass} may answer from a
 * cache, and miss what another session made while this one waited for a lock.
 */
public final class Catalog {
  private Catalog() {}

  /** Whether there is such a schema. */
  public static boolean hasSchema(Session session, String schema) {
    return isTrue(session, "select exists (select from pg_namespace where nspname = ?)", schema);
  }

  /** Whether there is such a table. */
  public static boolean hasTable(Session session, String schema, String table) {
    return isTrue(
        session,
        "select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where n.nspname = ? and c.relname = ?)",
        schema,
        table);
  }

  /** The indexes of a table, without its primary key. */
  public static List<Index> indexes(Session session, String schema, String table) {
    return session.query(
        "select x.relname, i.indisunique from pg_index i join pg_class x on x.oid = i.indexrelid"
            + " join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace"
            + " where n.nspname = ? and c.relname = ? and not i.indisprimary order by x.relname",
        row -> new Index(row.text(1), row.truth(2)),
        schema,
        table);
  }

  /** An index. */
  public record Index(String name, boolean isUnique) {}

  /** Whether there is such a table with such a column. */
  public static boolean hasColumn(Session session, String schema, String table, String column) {
    return isTrue(
        session,
        "select exists (select from pg_attribute a join pg_class c on c.oid = a.attrelid"
            + " join pg_namespace n on n.oid = c.relnamespace"
            + " where n.nspname = ? and c.relname = ? and a.attname = ? and not a.attisdropped)",
        schema,
        table,
        column);
  }

  /** What belongs to others and would keep the tables from being dropped, in words. */
  public static List<String> dependents(Session session, String schema, List<String> tables) {
    String sql =
        """
        select distinct case
            when r.oid is not null then pg_describe_object('pg_class'::regclass, r.ev_class, 0)
            else pg_describe_object(d.classid, d.objid, 0)
          end as dependent
        from pg_class t
          join pg_namespace n on n.oid = t.relnamespace
          join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = t.oid and d.deptype = 'n'
          left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
          left join pg_constraint c on d.classid = 'pg_constraint'::regclass and c.oid = d.objid
        where n.nspname = ? and t.relname = any(?)
          and (r.ev_class <> t.oid or c.conrelid <> t.oid or d.classid = 'pg_proc'::regclass)
        order by dependent
        """;
    return session.query(sql, row -> row.text(1), schema, SqlArray.of("text", tables));
  }

  /** Whether there is such a table with such a column of this type. */
  public static boolean hasColumn(
      Session session, String schema, String table, String column, String type) {
    return isTrue(
        session,
        "select exists (select from pg_attribute a join pg_class c on c.oid = a.attrelid"
            + " join pg_namespace n on n.oid = c.relnamespace"
            + " where n.nspname = ? and c.relname = ? and a.attname = ? and not a.attisdropped"
            + " and a.atttypid = to_regtype(?))",
        schema,
        table,
        column,
        type);
  }

  /** How many columns such a table has; 0 if there is none. */
  public static long columnCount(Session session, String schema, String table) {
    return session
        .first(
            "select count(*) from pg_attribute a join pg_class c on c.oid = a.attrelid"
                + " join pg_namespace n on n.oid = c.relnamespace"
                + " where n.nspname = ? and c.relname = ? and a.attnum > 0 and not a.attisdropped",
            row -> row.integer(1),
            schema,
            table)
        .orElse(0L);
  }

  private static boolean isTrue(Session session, String sql, Object... parameters) {
    return session.first(sql, row -> row.truth(1), parameters).orElse(false);
  }
}
