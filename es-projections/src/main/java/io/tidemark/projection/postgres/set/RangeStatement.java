package io.tidemark.projection.postgres.set;

import io.tidemark.StoreUnavailableException;
import io.tidemark.TidemarkException;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlErrors;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.projection.set.SetProjection;
import io.tidemark.projection.set.SetStatement;
import io.tidemark.projection.set.SetStatementException;
import io.tidemark.projection.set.StatementPlaces;
import io.tidemark.projection.table.ReadModelTable;
import java.sql.SQLException;
import java.time.Duration;

/** The statement of a projection for one table. Immutable and thread-safe. */
public final class RangeStatement {
  /** A range is not like another one, so each is planned for itself. */
  private static final String SETTINGS =
      "select set_config('plan_cache_mode', 'force_custom_plan', true),"
          + " set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true)";

  private static final String CANCELLED = "57014";

  /** Of what is wrong with the statement itself, or with what it may do. */
  private static final String OF_STATEMENT = "42";

  private final String projection;
  private final ReadModelTable<?, ?> table;
  private final SetStatement statement;
  private final StatementPlaces places;
  private final String sql;
  private final Duration timeout;

  /** Of this projection, writing this table. */
  public RangeStatement(SetProjection<?, ?> projection, LogRange log, ReadModelTable<?, ?> table) {
    this(projection, table, new StatementPlaces(table.qualifiedName(), log.view(), log.events()));
  }

  /** Of this projection, writing this table, in these places. */
  RangeStatement(
      SetProjection<?, ?> projection, ReadModelTable<?, ?> table, StatementPlaces places) {
    this.projection = projection.name();
    this.table = table;
    this.statement = projection.statement();
    this.places = places;
    this.sql = statement.sql(places);
    this.timeout = projection.timeout();
  }

  /** Whether it would fail over any other range too. */
  public static boolean failsOverAny(SetStatementException failure) {
    return failure.sqlState().startsWith(OF_STATEMENT);
  }

  /**
   * What to tell of a failure that no smaller range mends: of rows that an index has no place for
   * the same as is told of them if a fold made them.
   */
  public TidemarkException told(SetStatementException failure) {
    return failure.getCause() instanceof StatementFailedException refused
        ? table.refusal(refused, failure).orElse(failure)
        : failure;
  }

  /**
   * Prepares a transaction in which it is to run, also as to how long that may take. Half of that
   * time is the most to wait for a lock: who holds one will let it go, and it is no fault of the
   * statement.
   */
  public void settle(Session session) {
    long millis = timeout.toMillis();
    session.update(SETTINGS, millis + "ms", Math.max(1, millis / 2) + "ms");
  }

  /**
   * Runs it over the positions after one through another.
   *
   * @throws SetStatementException if the database refuses it, or cuts it off
   * @throws StoreUnavailableException if it waits for a lock for too long
   */
  public void run(Session session, long after, long through) {
    long begun = System.nanoTime();
    try {
      session.update(sql, statement.parameters(places, after, through));
    } catch (StatementFailedException e) {
      String reason = table.wrongDigits(e).orElseGet(() -> said(e));
      throw failed(after, through, e.sqlState(), reason, e);
    } catch (StoreUnavailableException e) {
      if (isTimeout(e, begun)) {
        throw failed(after, through, CANCELLED, "took more than its timeout of " + timeout, e);
      }
      throw e;
    }
    session.requireUnderWay();
  }

  private SetStatementException failed(
      long after, long through, String sqlState, String reason, Throwable cause) {
    return new SetStatementException(projection, after + 1, through, sqlState, reason, cause);
  }

  private static String said(StatementFailedException failure) {
    SQLException error = SqlErrors.in(failure);
    return String.valueOf(error == null ? failure.getMessage() : error.getMessage());
  }

  /** Somebody who cancels it by hand is not the timeout. */
  private boolean isTimeout(StoreUnavailableException failure, long begunNanos) {
    return SqlErrors.isCancelled(failure) && System.nanoTime() - begunNanos >= timeout.toNanos();
  }
}
