package io.tidemark.projection.table;

import io.tidemark.jdbc.RowMapper;
import io.tidemark.jdbc.Session;
import java.util.List;

/** The table of statements that are kept under a name. Thread-safe. */
public final class StatementTable {
  private static final String TABLE = "queries";

  private final String schema;
  private final String name;

  /** In this schema; made when the first statement is kept. */
  public StatementTable(String schema) {
    this.schema = schema;
    this.name = Identifier.qualified(schema, TABLE);
  }

  /**
   * Keeps one.
   *
   * @return false if there is one of this name
   */
  public boolean add(Session session, String query, String statement) {
    createIfMissing(session);
    String sql = "insert into %s (name, statement) values (?, ?) on conflict do nothing";
    return session.update(sql.formatted(name), query, statement) == 1;
  }

  /** Several processes may begin at once. */
  private void createIfMissing(Session session) {
    session.update(
        "select pg_advisory_xact_lock(hashtextextended(?, 0))", "tidemark queries in " + schema);
    if (!Catalog.hasTable(session, schema, TABLE)) {
      if (!Catalog.hasSchema(session, schema)) {
        session.update("create schema " + Identifier.quoted(schema));
      }
      session.update(
          """
          create table %s (name text primary key, statement text not null,
            created_at timestamptz not null default clock_timestamp())
          """
              .formatted(name));
    }
  }

  /**
   * All, in the order of their names.
   *
   * @param mapper is given the name, the statement, and when it was kept
   */
  public <T> List<T> all(Session session, RowMapper<T> mapper) {
    return Catalog.hasTable(session, schema, TABLE)
        ? session.query(
            "select name, statement, created_at from %s order by name".formatted(name), mapper)
        : List.of();
  }

  /** Puts another statement in the place of that of a query. */
  public int change(Session session, String query, String statement) {
    return session.update(
        "update %s set statement = ? where name = ?".formatted(name), statement, query);
  }

  /** Forgets one, if there is one. */
  public void remove(Session session, String query) {
    if (Catalog.hasTable(session, schema, TABLE)) {
      session.update("delete from %s where name = ?".formatted(name), query);
    }
  }
}
