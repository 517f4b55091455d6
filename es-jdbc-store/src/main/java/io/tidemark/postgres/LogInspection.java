package io.tidemark.postgres;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.RowMapper;
import io.tidemark.jdbc.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the server says of a log beside its events: settings, clock, sizes, connections, who holds
 * the ordering lock. Each method asks anew, on one of the readers' connections. Thread-safe.
 *
 * <p>Every method throws {@link io.tidemark.StoreUnavailableException} if the database cannot be
 * reached.
 */
public final class LogInspection {
  private static final String HISTORY = "log_history";

  private final Jdbc jdbc;
  private final String schema;

  private LogInspection(Jdbc jdbc, String schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /** Of the log of this store. */
  public static LogInspection of(PostgresEventStore store) {
    return new LogInspection(store.jdbc(), store.schema());
  }

  /** The schema the log is in. */
  public String schema() {
    return schema;
  }

  /** The time by the server's clock. */
  public Instant serverTime() {
    return one("select clock_timestamp()", row -> row.instant(1));
  }

  /** The server's version, for example {@code 16.4}. */
  public String serverVersion() {
    return one("select current_setting('server_version')", row -> row.text(1));
  }

  /**
   * The settings of the server that are off and let a crash lose or tear acknowledged events; none
   * if an acknowledged append is durable.
   */
  public List<String> durabilityOff() {
    return DurabilityCheck.settingsOff(jdbc);
  }

  /**
   * How far the newest event was recorded ahead of the server's clock; empty if it was not. It was
   * if the clock has been ahead and was set back, and until it has caught up, events are recorded
   * ahead of it. Less than a second means nothing.
   */
  public Optional<Duration> clockBehind() {
    return ClockCheck.times(jdbc, schema)
        .filter(ClockCheck.Times::isAhead)
        .map(times -> Duration.between(times.clock(), times.log()));
  }

  /** How much room the log and what is beside it take. */
  public LogSizes sizes() {
    String sql =
        """
        select pg_table_size('%1$s.events'), pg_indexes_size('%1$s.events'),
               pg_total_relation_size('%1$s.snapshots'),
               (select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
                from pg_class c
                where c.relnamespace = '%1$s'::regnamespace and c.relkind in ('r', 'm')
                  and c.oid not in ('%1$s.events'::regclass, '%1$s.snapshots'::regclass)),
               pg_database_size(current_database())
        """
            .formatted(schema);
    return one(
        sql,
        row ->
            new LogSizes(
                row.integer(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5)));
  }

  /** Who is connected, this connection included. */
  public ServerConnections connections() {
    Map<String, Long> byApplication = new LinkedHashMap<>();
    jdbc.query(
            """
            select application_name, count(*) from pg_stat_activity
            where backend_type = 'client backend' and datname = current_database()
            group by application_name order by count(*) desc, application_name
            """,
            row -> Map.entry(row.text(1), row.integer(2)))
        .forEach(entry -> byApplication.put(entry.getKey(), entry.getValue()));
    String sql =
        """
        select count(*), current_setting('max_connections')::bigint from pg_stat_activity
        where backend_type = 'client backend'
        """;
    return one(sql, row -> new ServerConnections(byApplication, row.integer(1), row.integer(2)));
  }

  /** Who holds the ordering lock at this moment, and who waits for it. */
  public OrderingLock orderingLock() {
    return jdbc.inSession(session -> orderingLock(session, schema));
  }

  /** The same, as whoever the session is. */
  static OrderingLock orderingLock(Session session, String schema) {
    String sql =
        """
        select l.granted, l.pid, coalesce(a.usename::text, ''), coalesce(a.application_name, ''),
               a.state, a.xact_start, l.waitstart
        from pg_locks l left join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.objsubid = 1 and (l.mode = 'ExclusiveLock' or not l.granted)
          and l.database = (select oid from pg_database where datname = current_database())
          and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended(?, 7436)
        order by l.granted desc, l.waitstart
        """;
    return OrderingLock.of(session.query(sql, LogInspection::lockSession, schema));
  }

  private static OrderingLock.Session lockSession(Row row) throws SQLException {
    return new OrderingLock.Session(
        row.truth(1),
        row.integer(2),
        row.text(3),
        row.text(4),
        Optional.ofNullable(row.textOrNull(5)),
        instantOrNone(row, row.truth(1) ? 6 : 7));
  }

  private static Optional<Instant> instantOrNone(Row row, int column) throws SQLException {
    return Optional.ofNullable(row.object(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /**
   * The version of the newest migration in the schema; empty if it was made by other means than
   * {@link PostgresMigrations}.
   */
  public Optional<String> schemaVersion() {
    String exists = "select to_regclass('" + schema + "." + HISTORY + "') is not null";
    if (!one(exists, row -> row.truth(1))) {
      return Optional.empty();
    }
    return jdbc.first(
        "select version from "
            + schema
            + "."
            + HISTORY
            + " where success and version is not null order by installed_rank desc limit 1",
        row -> row.text(1));
  }

  /** The version of this library, as its jar says; empty if it is not packaged. */
  public static Optional<String> libraryVersion() {
    return Optional.ofNullable(LogInspection.class.getPackage().getImplementationVersion());
  }

  private <T> T one(String sql, RowMapper<T> mapper) {
    return jdbc.first(sql, mapper).orElseThrow();
  }
}
