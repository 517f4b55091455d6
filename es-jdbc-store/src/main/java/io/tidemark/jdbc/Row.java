package io.tidemark.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The row a query is at. Columns are counted from 1. Those read here must not be null, but for
 * {@link #textOrNull} and {@link #object}.
 */
public final class Row {
  private final ResultSet rows;

  Row(ResultSet rows) {
    this.rows = rows;
  }

  /** A {@code bigint} or narrower. */
  public long integer(int column) throws SQLException {
    return rows.getLong(column);
  }

  /** A {@code text} or anything in its text form. */
  public String text(int column) throws SQLException {
    return Objects.requireNonNull(rows.getString(column));
  }

  /** The same; null if it is null. */
  public @Nullable String textOrNull(int column) throws SQLException {
    return rows.getString(column);
  }

  /** A {@code boolean}. */
  public boolean truth(int column) throws SQLException {
    return rows.getBoolean(column);
  }

  /** A {@code uuid}. */
  public UUID uuid(int column) throws SQLException {
    return Objects.requireNonNull(rows.getObject(column, UUID.class));
  }

  /** A {@code timestamptz}. */
  public Instant instant(int column) throws SQLException {
    return Objects.requireNonNull(rows.getObject(column, OffsetDateTime.class)).toInstant();
  }

  /** A {@code text[]} without nulls in it; empty if it is null itself. */
  public List<String> texts(int column) throws SQLException {
    Array array = rows.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  /** Any column as the driver gives it; null if it is null. */
  public @Nullable Object object(int column) throws SQLException {
    return rows.getObject(column);
  }

  /** Any column as a class the driver can make of it; null if it is null. */
  public <T> @Nullable T object(int column, Class<T> type) throws SQLException {
    return rows.getObject(column, type);
  }
}
