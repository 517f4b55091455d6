package io.tidemark.projection.postgres;

import static java.util.stream.Collectors.joining;

import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlArray;
import io.tidemark.row.RowType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One table with the rows of a read model. Immutable and thread-safe. */
public final class ReadModelTable<V> {
  private final String schema;
  private final String name;
  private final RowType<V> rows;
  private final List<Column> columns;
  private final String selectSql;
  private final String upsertSql;
  private final String deleteSql;

  ReadModelTable(String schema, String name, RowType<V> rows) {
    this.schema = schema;
    this.name = name;
    this.rows = rows;
    this.columns = rows.components().stream().map(Column::of).toList();
    this.selectSql = "select %s from %s".formatted(list(Column::quotedName), qualifiedName());
    this.upsertSql = upsert();
    this.deleteSql =
        "delete from %s where %s = any(?)".formatted(qualifiedName(), key().quotedName());
  }

  public String qualifiedName() {
    return Identifier.qualified(schema, name);
  }

  public List<Column> columns() {
    return columns;
  }

  public Column key() {
    return columns.get(0);
  }

  /** {@code select} of all columns, without a condition. */
  public String selectSql() {
    return selectSql;
  }

  /** The columns in words; two records that need other tables have other words. */
  public String definition() {
    return list(Column::definition);
  }

  /** Its primary key gets a name of its own, because the table is renamed and names are shared. */
  void create(Session session) {
    session.update(
        "create table %s (%s, constraint %s primary key (%s))"
            .formatted(
                qualifiedName(),
                definition(),
                Identifier.quoted(name + "_" + UUID.randomUUID().toString().substring(0, 8)),
                key().quotedName()));
  }

  public boolean exists(Session session) {
    return Catalog.hasTable(session, schema, name);
  }

  public void drop(Session session) {
    session.update("drop table if exists " + qualifiedName());
  }

  Map<Object, V> load(Session session, Collection<Object> keys) {
    Map<Object, V> found = new HashMap<>();
    if (!keys.isEmpty()) {
      String sql = selectSql + " where %s = any(?)".formatted(key().quotedName());
      session.query(sql, this::read, array(key(), keys)).forEach(row -> found.put(keyOf(row), row));
    }
    return found;
  }

  void upsert(Session session, Collection<V> changed) {
    if (changed.isEmpty()) {
      return;
    }
    List<List<@Nullable Object>> values = new ArrayList<>();
    columns.forEach(column -> values.add(new ArrayList<>(changed.size())));
    for (V row : changed) {
      @Nullable Object[] ofRow = rows.values(row);
      for (int i = 0; i < ofRow.length; i++) {
        values.get(i).add(ofRow[i]);
      }
    }
    Object[] arrays = new Object[columns.size()];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = array(columns.get(i), values.get(i));
    }
    session.update(upsertSql, arrays);
  }

  void delete(Session session, Collection<Object> keys) {
    if (!keys.isEmpty()) {
      session.update(deleteSql, array(key(), keys));
    }
  }

  public V read(Row row) throws SQLException {
    @Nullable Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.get(i).read(row, i + 1);
    }
    return rows.row(values);
  }

  public Object keyOf(V row) {
    return Objects.requireNonNull(rows.values(row)[0]);
  }

  private static SqlArray array(Column column, Collection<? extends @Nullable Object> values) {
    return SqlArray.of(column.type().sql(), values.stream().map(column::bindable).toList());
  }

  private String upsert() {
    String assignments =
        columns.stream()
            .skip(1)
            .map(column -> "%1$s = excluded.%1$s".formatted(column.quotedName()))
            .collect(joining(", "));
    return "insert into %s (%s) select * from unnest(%s) on conflict (%s) do %s"
        .formatted(
            qualifiedName(),
            list(Column::quotedName),
            list(column -> "?::" + column.type().sql() + "[]"),
            key().quotedName(),
            assignments.isEmpty() ? "nothing" : "update set " + assignments);
  }

  private String list(Function<Column, String> part) {
    return columns.stream().map(part).collect(joining(", "));
  }
}
