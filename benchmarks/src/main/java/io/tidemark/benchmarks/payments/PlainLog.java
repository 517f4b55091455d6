package io.tidemark.benchmarks.payments;

import io.tidemark.EventIds;
import io.tidemark.benchmarks.measure.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * An event table as one would write it by hand: the same columns and constraints as the log, the
 * position by an identity column, and so without a safe order for readers.
 */
public final class PlainLog {
  public static final String SCHEMA = "benchmark_plain";

  private static final String COLUMNS =
      SCHEMA + ".events (version, occurred_at, event_id, category, key, type, data, metadata)";
  private static final String PARAMETERS = "(?, ?, ?, ?, ?, ?, ?, ?)";

  private PlainLog() {}

  public static void create(Database database) throws SQLException {
    database.execute(
        "drop schema if exists " + SCHEMA + " cascade",
        "create schema " + SCHEMA,
        """
        create table %s.events (
          position bigint generated always as identity primary key,
          version bigint not null,
          occurred_at timestamptz not null,
          recorded_at timestamptz not null default clock_timestamp(),
          event_id uuid not null unique,
          category text collate "C" not null,
          key text collate "C" not null,
          type text collate "C" not null,
          data text collate "C" not null,
          metadata text collate "C" not null,
          unique (category, key, version)
        )"""
            .formatted(SCHEMA));
  }

  /** INSERT of this many rows in one statement. */
  public static PreparedStatement insert(Connection connection, int rows) throws SQLException {
    String values = (PARAMETERS + ", ").repeat(rows - 1) + PARAMETERS;
    return connection.prepareStatement("insert into " + COLUMNS + " values " + values);
  }

  /** Sets the parameters of one of its rows, counted from 0. */
  public static void bind(PreparedStatement insert, int row, String key, long version)
      throws SQLException {
    int first = row * 8;
    insert.setLong(first + 1, version);
    insert.setObject(first + 2, Instant.now().atOffset(ZoneOffset.UTC));
    insert.setObject(first + 3, EventIds.next());
    insert.setString(first + 4, PaymentEvent.CATEGORY);
    insert.setString(first + 5, key);
    insert.setString(first + 6, PaymentEvent.TYPE);
    insert.setString(first + 7, PaymentEvent.json(key, version));
    insert.setString(first + 8, "{}");
  }

  /** INSERT of any number of rows of one stream from arrays. */
  public static PreparedStatement insertFromArrays(Connection connection) throws SQLException {
    return connection.prepareStatement(
        "insert into "
            + COLUMNS
            + " select v, to_timestamp(o / 1e6), i, ?, ?, t, d, m"
            + " from unnest(?, ?, ?::text[]::uuid[], ?, ?, ?) u (v, o, i, t, d, m)");
  }

  /** Sets its parameters to the first {@code rows} events of a new stream. */
  public static void bindArrays(PreparedStatement insert, int rows, String key)
      throws SQLException {
    long[] versions = new long[rows];
    long[] times = new long[rows];
    String[][] texts = new String[4][rows];
    for (int i = 0; i < rows; i++) {
      Instant now = Instant.now();
      UUID id = EventIds.next();
      versions[i] = i + 1L;
      times[i] = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
      texts[0][i] = id.toString();
      texts[1][i] = PaymentEvent.TYPE;
      texts[2][i] = PaymentEvent.json(key, i + 1L);
      texts[3][i] = "{}";
    }
    insert.setString(1, PaymentEvent.CATEGORY);
    insert.setString(2, key);
    insert.setObject(3, versions);
    insert.setObject(4, times);
    for (int i = 0; i < texts.length; i++) {
      insert.setArray(5 + i, insert.getConnection().createArrayOf("text", texts[i]));
    }
  }
}
