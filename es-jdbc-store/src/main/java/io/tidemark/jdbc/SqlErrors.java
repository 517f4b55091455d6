package io.tidemark.jdbc;

import io.tidemark.StoreUnavailableException;
import io.tidemark.TidemarkException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * Which SQL errors may pass. States from the PostgreSQL manual, appendix "PostgreSQL Error Codes".
 */
public final class SqlErrors {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private SqlErrors() {}

  /** What to throw for an error in a statement. */
  public static TidemarkException translate(String statement, SQLException error) {
    if (isTransient(error)) {
      return new StoreUnavailableException(
          "Database unavailable (%s): %s".formatted(error.getSQLState(), error.getMessage()),
          error);
    }
    return new StatementFailedException(statement, error);
  }

  /**
   * Whether the same statement may work later: lost connection, lock wait, full disk, shutdown,
   * lost race.
   */
  public static boolean isTransient(SQLException error) {
    String state = error.getSQLState();
    if (state == null || error instanceof SQLTransientException) {
      return true;
    }
    return isConnectionLoss(error)
        || state.startsWith("53") // insufficient resources: disk, memory, connections
        || state.equals(LOCK_NOT_AVAILABLE) // lock not available in time
        || state.equals("57014") // cancelled, for example by a statement timeout
        || state.equals("40001") // serialisation failure
        || state.equals("40P01"); // deadlock
  }

  /** Whether it failed because a lock was not to be had in time. */
  public static boolean isLockTimeout(TidemarkException failure) {
    return failure.getCause() instanceof SQLException error
        && LOCK_NOT_AVAILABLE.equals(error.getSQLState());
  }

  /** Whether the connection is gone, so that a transaction's outcome may not be known. */
  public static boolean isConnectionLoss(SQLException error) {
    @Nullable String state = error.getSQLState();
    return state != null
        && (state.startsWith("08") || state.startsWith("57P") || state.equals("25P03"));
  }
}
