package io.tidemark.projection.table;

import static io.tidemark.projection.table.RowVersion.VALID_FROM;
import static io.tidemark.projection.table.RowVersion.VALID_TO;

import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlArray;
import io.tidemark.projection.ReadModelDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The versions of rows that are over, beside the table with those that are valid. Rows are only
 * ever added, in the order of the positions that ended them, and pruned. Immutable and thread-safe.
 *
 * @param <V> the rows
 */
public final class HistoryTable<V> {
  private static final String SUFFIX = "_history";

  private final String schema;
  private final String rowsTable;
  private final String name;
  private final ReadModelDefinition<?, V> projection;
  private final Columns<V> columns;
  private final String insertSql;

  /** Beside this table. */
  HistoryTable(String schema, String rowsTable, ReadModelDefinition<?, V> projection) {
    this.schema = schema;
    this.rowsTable = rowsTable;
    this.name = beside(rowsTable);
    this.projection = projection;
    this.columns = Columns.of(projection);
    this.insertSql =
        "insert into %s (%s, %s, %s) select * from unnest(%s, ?::bigint[], ?::bigint[])"
            .formatted(
                qualifiedName(), columns.names(), VALID_FROM, VALID_TO, columns.parameters());
  }

  /** The name of the one beside a table with rows. */
  static String beside(String rowsTable) {
    return rowsTable + SUFFIX;
  }

  /** Its name in SQL text. */
  public String qualifiedName() {
    return Identifier.qualified(schema, name);
  }

  /**
   * The key finds the versions of a row, another index those that ended last. Versions lie in the
   * order in which they ended, so those valid at a position lie together, behind it, unless rows
   * change at very different rates. The third index is of a few bytes for a run of them, and finds
   * the runs that have any.
   */
  void create(Session session) {
    String unique = projection.name() + "_ended_" + UUID.randomUUID().toString().substring(0, 8);
    session.update(
        "create table %1$s (%2$s, %3$s bigint not null, %4$s bigint not null, constraint %5$s primary key (%6$s, %4$s))"
            .formatted(
                qualifiedName(),
                columns.definitions(),
                VALID_FROM,
                VALID_TO,
                Identifier.quoted(unique),
                columns.key().names()));
    session.update(
        "create index %s on %s (%s)"
            .formatted(Identifier.quoted(unique + "_at"), qualifiedName(), VALID_TO));
    session.update(
        "create index %s on %s using brin (%s, %s) with (pages_per_range = 16)"
            .formatted(Identifier.quoted(unique + "_in"), qualifiedName(), VALID_FROM, VALID_TO));
  }

  boolean exists(Session session) {
    return Catalog.hasTable(session, schema, name);
  }

  void drop(Session session) {
    session.update("drop table if exists " + qualifiedName());
  }

  /** Makes it, if it is there, the one beside another table. */
  void rename(Session session, String otherRows) {
    session.update(
        "alter table if exists %s rename to %s"
            .formatted(qualifiedName(), Identifier.quoted(beside(otherRows))));
  }

  /** Until the transaction ends it stays beside the rows that it is beside now. */
  public void lockAgainstExchange(Session session) {
    session.update("lock table %s in row exclusive mode".formatted(qualifiedName()));
  }

  /** Adds versions that are over, in the order in which they ended. */
  public void insert(Session session, List<RowVersion<V>> over) {
    Portions.of(over, some -> insertSome(session, some));
  }

  private void insertSome(Session session, List<RowVersion<V>> over) {
    List<Object> arrays = columns.arrays(over.stream().map(RowVersion::row).toList());
    arrays.add(SqlArray.of("bigint", over.stream().map(version -> version.validFrom()).toList()));
    arrays.add(SqlArray.of("bigint", over.stream().map(version -> version.validTo()).toList()));
    session.update(insertSql, arrays.toArray());
  }

  /**
   * Those of one row that ended after a position.
   *
   * @param descending whether the ones that ended last, newest first, or those that ended first
   * @param limit how many at the most
   */
  public List<RowVersion<V>> ended(
      Session session, Object key, long after, boolean descending, long limit) {
    String sql =
        "select %1$s, %2$s, %3$s from %4$s where %5$s and %3$s > ? order by %3$s%6$s limit ?"
            .formatted(
                columns.names(),
                VALID_FROM,
                VALID_TO,
                qualifiedName(),
                columns.key().isFirst(),
                descending ? " desc" : "");
    int size = columns.count();
    List<Object> parameters = columns.key().arrays(List.of(key));
    parameters.add(after);
    parameters.add(limit);
    return session.query(
        sql,
        row -> new RowVersion<>(columns.read(row), row.integer(size + 1), row.integer(size + 2)),
        parameters.toArray());
  }

  /**
   * For each of these keys the row that it had after the event at a position of its own.
   *
   * @param keys in their one form
   * @param positions as many
   * @return as many; empty where there was none
   */
  public List<Optional<V>> asOfEach(Session session, List<?> keys, List<Long> positions) {
    String sql =
        """
        select found.*, these.n from unnest(%1$s, ?::bigint[]) with ordinality as these (%4$s, p, n)
        cross join lateral (
          select %2$s from %3$s as now where %8$s and now.%5$s <= these.p
          union all
          select %2$s from (select * from %6$s as past
            where %9$s and past.%7$s > these.p order by past.%7$s limit 1) as ended
          where ended.%5$s <= these.p) as found
        """
            .formatted(
                columns.key().parameters(),
                columns.names(),
                Identifier.qualified(schema, rowsTable),
                columns.key().aliases(),
                VALID_FROM,
                qualifiedName(),
                VALID_TO,
                columns.key().isThatOf("now", "these"),
                columns.key().isThatOf("past", "these"));
    List<Object> parameters = columns.key().arrays(keys);
    parameters.add(SqlArray.of("bigint", positions));
    List<Optional<V>> rows = new ArrayList<>(Collections.nCopies(keys.size(), Optional.empty()));
    session.forEach(
        sql,
        row -> rows.set((int) row.integer(columns.count() + 1) - 1, Optional.of(columns.read(row))),
        parameters.toArray());
    return rows;
  }

  /**
   * Removes versions that ended at a position or before, at most so many.
   *
   * @return how many
   */
  public int prune(Session session, long position, int limit) {
    return session.update(
        "delete from %1$s where ctid = any(array(select ctid from %1$s where %2$s <= ? limit ?))"
            .formatted(qualifiedName(), VALID_TO),
        position,
        limit);
  }

  /**
   * All rows as they were after the event at a position. What it selects from has the condition in
   * itself, as a number and not a parameter, so that every query of rows can be asked of it.
   *
   * <p>The condition is around the union and not in its parts: only parts without one of their own
   * does the server merge in the order of keys, for a page of them.
   */
  public Relation<V> asOf(long position) {
    String union =
        "(select %1$s from (select %1$s, %2$s, %3$s as %4$s from %5$s union all select %1$s, %2$s, %4$s from %6$s) as versions where %2$s <= %7$s and %4$s > %7$s) as rows"
            .formatted(
                columns.names(),
                VALID_FROM,
                RowVersion.OPEN,
                VALID_TO,
                Identifier.qualified(schema, rowsTable),
                qualifiedName(),
                Math.min(position, RowVersion.OPEN - 1));
    return new RowsAsOf<>(columns, union);
  }

  Columns<V> columns() {
    return columns;
  }
}
