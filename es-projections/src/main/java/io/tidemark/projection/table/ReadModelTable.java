package io.tidemark.projection.table;

import static java.util.stream.Collectors.joining;

import io.tidemark.TidemarkException;
import io.tidemark.jdbc.CheckViolation;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlArray;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.row.RowIndex;
import io.tidemark.row.RowType;
import io.tidemark.row.ValueKind;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One table with the rows of a read model. Immutable and thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class ReadModelTable<K, V> implements Relation<V> {
  /** Below, one more way to write is not worth its own trip to the server. */
  private static final int COPY_FROM = 50;

  private final String schema;
  private final String name;
  private final ReadModelDefinition<K, V> projection;
  private final RowType<V> rows;
  private final Columns<V> columns;
  private final String selectSql;
  private final String upsertSql;
  private final String deleteSql;
  private final HistoryTable<V> history;
  private final TableIndexes indexes;
  private final StateTable state;
  private final TableLifecycle lifecycle;

  /** Of one version of the rows of a projection. */
  public ReadModelTable(String schema, Slot slot, ReadModelDefinition<K, V> projection) {
    this.schema = schema;
    this.name = slot.table(projection.name());
    this.projection = projection;
    this.rows = projection.rows();
    this.columns = Columns.of(projection);
    this.selectSql = "select %s from %s".formatted(columns.names(), qualifiedName());
    this.upsertSql = upsert();
    this.deleteSql = "delete from %s where %s".formatted(qualifiedName(), columns.key().isOneOf());
    this.history = new HistoryTable<>(schema, name, projection);
    this.indexes = new TableIndexes(schema, name, projection);
    this.state = new StateTable(schema, name);
    this.lifecycle = new TableLifecycle(schema, slot, projection, history, state, indexes);
  }

  /** Its name in SQL text. */
  public String qualifiedName() {
    return Identifier.qualified(schema, name);
  }

  @Override
  public String from() {
    return qualifiedName();
  }

  /** The versions of its rows that are over; there only if the projection has history. */
  public HistoryTable<V> history() {
    return history;
  }

  /** What its stages remember; there only if the projection has some. */
  public StateTable state() {
    return state;
  }

  /**
   * Those that the projection declares. A table that is made to serve has them from the beginning;
   * one that is filled first gets them by {@link TableIndexes#align}.
   */
  public TableIndexes indexes() {
    return indexes;
  }

  /** How it is made, exchanged and removed. */
  public TableLifecycle lifecycle() {
    return lifecycle;
  }

  /** One for each component of the record, in its order. */
  @Override
  public List<Column> columns() {
    return columns.all();
  }

  /** The columns of the key, in their order: one at least. */
  public List<Column> key() {
    return columns.key().all();
  }

  /** {@code select} of all columns, without a condition. */
  @Override
  public String selectSql() {
    return selectSql;
  }

  /** Its columns in words; two records that need other tables have other words. */
  public static String columnsText(ReadModelDefinition<?, ?> projection) {
    return Columns.of(projection).words();
  }

  /** The rows there are with these keys. */
  public Map<K, V> load(Session session, Collection<K> keys) {
    return load(session, selectSql, keys);
  }

  private Map<K, V> load(Session session, String select, Collection<K> keys) {
    Map<K, V> found = new HashMap<>();
    String sql = select + " where " + columns.key().isOneOf();
    Portions.of(
        keys,
        some ->
            session
                .query(sql, this::read, columns.key().arrays(some).toArray())
                .forEach(row -> found.put(keyOf(row), row)));
    return found;
  }

  /** Until the transaction ends nobody exchanges it for another. */
  public void lock(Session session) {
    session.update("lock table %s in access share mode".formatted(qualifiedName()));
  }

  /** Until the transaction ends nobody exchanges it, or its history, for another. */
  public void lockWithHistory(Session session) {
    session.update(
        "lock table %s, %s in access share mode"
            .formatted(qualifiedName(), history.qualifiedName()));
  }

  /** The rows there were with these keys after the event at a position; of a table with history. */
  public Map<K, V> loadAsOf(Session session, long position, Collection<K> keys) {
    return load(session, history.asOf(position).selectSql(), keys);
  }

  /** The same rows with the positions from which they are valid; of a table with history. */
  public Map<K, RowVersion<V>> loadVersions(Session session, Collection<K> keys) {
    Map<K, RowVersion<V>> found = new HashMap<>();
    String sql =
        "select %s, %s from %s where %s"
            .formatted(
                columns.names(), RowVersion.VALID_FROM, qualifiedName(), columns.key().isOneOf());
    Portions.of(
        keys,
        some ->
            session
                .query(
                    sql,
                    row -> RowVersion.since(read(row), row.integer(columns.count() + 1)),
                    columns.key().arrays(some).toArray())
                .forEach(version -> found.put(keyOf(version.row()), version)));
    return found;
  }

  /** Writes rows, in the place of those with the same keys. */
  public void upsert(Session session, Collection<V> changed) {
    makeWay(session, changed);
    Portions.of(changed, some -> write(session, some, columns.arrays(some)));
  }

  private void write(Session session, Collection<V> changed, List<Object> arrays) {
    indexes.telling(changed, () -> session.update(upsertSql, arrays.toArray()));
  }

  /**
   * Rows may hand unique values on to each other in one batch, in whatever order: so none of them
   * is there any more when the first is written.
   */
  private void makeWay(Session session, Collection<V> changed) {
    if (RowIndex.isAnyUnique(projection.indexes())) {
      delete(session, changed.stream().map(this::keyOf).toList());
    }
  }

  /** The same in a table with history. */
  public void upsertVersions(Session session, Collection<RowVersion<V>> changed) {
    makeWay(session, changed.stream().map(RowVersion::row).toList());
    Portions.of(changed, some -> writeVersions(session, some));
  }

  private void writeVersions(Session session, List<RowVersion<V>> changed) {
    List<V> now = changed.stream().map(RowVersion::row).toList();
    List<Object> arrays = columns.arrays(now);
    arrays.add(
        SqlArray.of("bigint", changed.stream().map(version -> version.validFrom()).toList()));
    write(session, now, arrays);
  }

  /**
   * Writes rows whose keys the table does not have; faster than {@link #upsert} if they are many.
   */
  public void insert(Session session, Collection<V> fresh) {
    if (fresh.size() < COPY_FROM || !session.canCopy()) {
      upsert(session, fresh);
      return;
    }
    Portions.of(fresh, some -> indexes.telling(some, () -> copy(session, some)));
  }

  private long copy(Session session, List<V> fresh) {
    return session.copyIn(
        "copy %s (%s) from stdin".formatted(qualifiedName(), columns.names()),
        () -> fresh.stream().map(row -> CopyText.line(columns.all(), rows.values(row))).iterator());
  }

  /**
   * What to tell of rows that the database refused: which index has no place for them. Empty if it
   * was something else.
   *
   * @param cause of what is told
   */
  public Optional<TidemarkException> refusal(
      StatementFailedException refused, TidemarkException cause) {
    return indexes.refusal(refused, index -> false, cause);
  }

  /** What is wrong with a row that has too many digits; empty if it is something else. */
  public Optional<String> wrongDigits(StatementFailedException refused) {
    return CheckViolation.in(refused).flatMap(columns::refusal);
  }

  /** Removes the rows with these keys. */
  public void delete(Session session, Collection<K> keys) {
    Portions.of(keys, some -> session.update(deleteSql, columns.key().arrays(some).toArray()));
  }

  /** The columns that the table in the database has with the same type, be it of another record. */
  public List<Column> columnsThere(Session session) {
    return columns.all().stream()
        .filter(c -> Catalog.hasColumn(session, schema, name, c.name(), c.type().sql()))
        .toList();
  }

  /**
   * How many columns of rows the table in the database has. That by which history knows since when
   * a row is as it is, is none of them.
   */
  public long columnCount(Session session) {
    long all = Catalog.columnCount(session, schema, name);
    boolean isOfRows =
        columns.all().stream().anyMatch(column -> column.name().equals(RowVersion.VALID_FROM));
    return !isOfRows && Catalog.hasColumn(session, schema, name, RowVersion.VALID_FROM, "bigint")
        ? all - 1
        : all;
  }

  /** All rows in the order of their keys, of each the values of these columns. */
  public KeyOrderedRows inOrder(Session transaction, List<Column> some) {
    return new KeyOrderedRows(transaction, qualifiedName(), key(), some);
  }

  @Override
  public V read(Row row) throws SQLException {
    return columns.read(row);
  }

  /** The key of a row, in its one form. */
  public K keyOf(V row) {
    return projection.keyOf(row);
  }

  /** Decimals that are the same key may differ in their scale, so the key is written too then. */
  private String upsert() {
    boolean isOfOneForm =
        key().stream()
            .map(column -> column.component().kind())
            .noneMatch(kind -> kind == ValueKind.DECIMAL || kind == ValueKind.DOUBLE);
    String assignments =
        columns.all().stream()
            .skip(isOfOneForm ? key().size() : 0)
            .map(column -> "%1$s = excluded.%1$s".formatted(column.quotedName()))
            .collect(joining(", "));
    if (projection.hasHistory()) {
      return versionedUpsert(assignments);
    }
    return "insert into %s (%s) select * from unnest(%s) on conflict (%s) do %s"
        .formatted(
            qualifiedName(),
            columns.names(),
            columns.parameters(),
            columns.key().names(),
            assignments.isEmpty() ? "nothing" : "update set " + assignments);
  }

  private String versionedUpsert(String assignments) {
    return "insert into %1$s (%2$s, %3$s) select * from unnest(%4$s, ?::bigint[]) on conflict (%5$s) do update set %6$s%3$s = excluded.%3$s"
        .formatted(
            qualifiedName(),
            columns.names(),
            RowVersion.VALID_FROM,
            columns.parameters(),
            columns.key().names(),
            assignments.isEmpty() ? "" : assignments + ", ");
  }
}
