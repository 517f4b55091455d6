package io.tidemark.projection.postgres.set;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.set.SetProjection;
import io.tidemark.projection.set.SetStatementException;
import io.tidemark.projection.set.StatementPlaces;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventStore;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rows of a set-based projection as they were at any position: its statement makes them anew in
 * a table that only its transaction sees.
 */
public final class SetReplay<K, V> {
  private static final String TEMPORARY = "pg_temp";

  private final Jdbc jdbc;
  private final SetProjection<K, V> projection;
  private final ReadModelTable<K, V> table;
  private final StatementPlaces places;

  /** Of this projection of a log that is in this database. */
  public SetReplay(Jdbc jdbc, EventStore store, SetProjection<K, V> projection) {
    LogRange log = LogRange.of(store, projection.name());
    this.jdbc = jdbc;
    this.projection = projection;
    this.table = new ReadModelTable<>(TEMPORARY, Slot.SERVING, projection);
    this.places = new StatementPlaces(table.qualifiedName(), log.view(), log.events());
  }

  /**
   * All of them, in the order of their keys.
   *
   * @throws io.tidemark.projection.set.SetStatementException if the statement fails
   */
  public SortedMap<K, V> rows(long position) {
    return rows(new RangeStatement(projection, table, places), position);
  }

  /**
   * The same, of events only that happened at a time or before.
   *
   * @throws io.tidemark.projection.set.SetStatementException if the statement fails
   */
  public SortedMap<K, V> rows(long position, OffsetDateTime occurredBy) {
    return rows(new RangeStatement(projection, table, places.occurredBy(occurredBy)), position);
  }

  private SortedMap<K, V> rows(RangeStatement statement, long position) {
    SortedMap<K, V> rows = new TreeMap<>(projection.keyOrder());
    made(statement, position).forEach(row -> rows.put(projection.keyOf(row), row));
    return Collections.unmodifiableSortedMap(rows);
  }

  /**
   * Begins anew over smaller ranges if one fails or takes too long. None is larger from then on:
   * one that grew again on the way would fail again at the same place.
   */
  private List<V> made(RangeStatement statement, long position) {
    long most = projection.maxRange();
    while (true) {
      RangeSize size = new RangeSize(most);
      try {
        return jdbc.inTransaction(session -> made(session, statement, position, size));
      } catch (SetStatementException e) {
        if (e.last() == e.first() || RangeStatement.failsOverAny(e)) {
          throw statement.told(e);
        }
        most = (e.last() - e.first() + 1) / 2;
      }
    }
  }

  private List<V> made(Session session, RangeStatement statement, long position, RangeSize size) {
    statement.settle(session);
    table.lifecycle().create(session);
    long at = 0;
    while (at < position) {
      long begun = System.nanoTime();
      long through = Math.min(position, at + size.next());
      statement.run(session, at, through);
      size.took(through - at, System.nanoTime() - begun);
      at = through;
    }
    session.update("set local statement_timeout to default"); // that was for the statement
    List<V> rows = session.query(table.selectSql(), table::read);
    table.lifecycle().drop(session);
    return rows;
  }
}
