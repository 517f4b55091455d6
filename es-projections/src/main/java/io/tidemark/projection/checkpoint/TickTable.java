package io.tidemark.projection.checkpoint;

import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.table.Catalog;
import io.tidemark.projection.table.Identifier;
import io.tidemark.projection.tick.Tick;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The table of ticks: a row for each time that went on without an event. It is that of the
 * projection, whatever version of its rows serves, so that a replay finds it. Whoever writes to it
 * has locked all checkpoints of the projection. Thread-safe.
 */
public final class TickTable {
  private static final String TABLE = "ticks";

  private final String schema;
  private final String name;
  private volatile boolean isThere;

  /** That of read models in this schema. */
  public TickTable(String schema) {
    this.schema = schema;
    this.name = Identifier.qualified(schema, TABLE);
  }

  /** Whether there is one. */
  public boolean exists(Session session) {
    isThere = isThere || Catalog.hasTable(session, schema, TABLE);
    return isThere;
  }

  /** After whoever makes tables here has locked out others who do. */
  public void createIfMissing(Session session) {
    if (!Catalog.hasTable(session, schema, TABLE)) {
      session.update(
          """
          create table %s (
            projection text not null,
            position bigint not null check (position > 0),
            time timestamptz not null,
            written_at timestamptz not null default clock_timestamp(),
            primary key (projection, position, time)
          )
          """
              .formatted(name));
    }
  }

  /** Those of a projection from one position through another, in their order. */
  public List<Tick> between(Session session, String projection, long first, long last) {
    return exists(session)
        ? session.query(
            "select position, time from "
                + name
                + " where projection = ? and position between ? and ? order by position, time",
            TickTable::read,
            projection,
            first,
            last)
        : List.of();
  }

  /** The position of the last one of a projection; 0 if there is none. */
  public long lastPosition(Session session, String projection) {
    return exists(session)
        ? session
            .first(
                "select coalesce(max(position), 0) from " + name + " where projection = ?",
                row -> row.integer(1),
                projection)
            .orElse(0L)
        : 0;
  }

  /** Lets time go on after a position; it never goes back. */
  public void put(Session session, String projection, Tick tick) {
    session.update(
        "insert into "
            + name
            + " (projection, position, time) values (?, ?, ?)"
            + " on conflict do nothing",
        projection,
        tick.position(),
        tick.time().atOffset(ZoneOffset.UTC));
  }

  /** Forgets those of a projection. */
  public void delete(Session session, String projection) {
    if (exists(session)) {
      session.update("delete from " + name + " where projection = ?", projection);
    }
  }

  /** The time of the database. */
  public static Instant now(Session session) {
    return session.first("select clock_timestamp()", row -> row.instant(1)).orElseThrow();
  }

  private static Tick read(Row row) throws SQLException {
    return new Tick(row.integer(1), row.instant(2));
  }
}
