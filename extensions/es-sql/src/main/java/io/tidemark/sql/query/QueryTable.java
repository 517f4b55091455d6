package io.tidemark.sql.query;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.table.Catalog;
import io.tidemark.projection.table.Identifier;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table of statements that run under a name. Thread-safe. */
final class QueryTable {
  private static final String TABLE = "queries";

  private final Jdbc jdbc;
  private final String schema;
  private final String name;

  QueryTable(Jdbc jdbc, String schema) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.name = Identifier.qualified(schema, TABLE);
  }

  /**
   * Keeps one.
   *
   * @return false if there is one of this name
   */
  boolean add(String query, String statement) {
    return jdbc.inTransaction(
        session -> {
          createIfMissing(session);
          return session.update(
                  "insert into %s (name, statement) values (?, ?) on conflict do nothing"
                      .formatted(name),
                  query,
                  statement)
              == 1;
        });
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

  /** All, in the order of their names. */
  List<SqlQuery> all() {
    return jdbc.inSession(
        session ->
            Catalog.hasTable(session, schema, TABLE)
                ? session.query(
                    "select name, statement, created_at from %s order by name".formatted(name),
                    QueryTable::read)
                : List.of());
  }

  /** The one of this name. */
  Optional<SqlQuery> find(String query) {
    return all().stream().filter(each -> each.name().equals(query)).findFirst();
  }

  /** Puts another statement in the place of that of a query. */
  void change(String query, String statement) {
    jdbc.inTransaction(
        session ->
            session.update(
                "update %s set statement = ? where name = ?".formatted(name), statement, query));
  }

  /** Forgets one. */
  void remove(Session session, String query) {
    session.update("delete from %s where name = ?".formatted(name), query);
  }

  private static SqlQuery read(Row row) throws SQLException {
    return new SqlQuery(row.text(1), row.text(2), row.instant(3));
  }
}
