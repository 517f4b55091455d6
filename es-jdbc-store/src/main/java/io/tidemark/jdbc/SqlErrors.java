package io.tidemark.jdbc;

import io.tidemark.StoreUnavailableException;
import io.tidemark.TidemarkException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Which SQL errors may pass. States from the PostgreSQL manual, appendix "PostgreSQL Error Codes".
 *
 * <p>Not API.
 */
public final class SqlErrors {
  private static final String READ_ONLY = "25006";
  private static final int DEEPEST_CAUSE = 10; // of wrappers around the driver
  private static final String CANCELLED = "57014";
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
   * lost race, a server that is read-only for now.
   */
  public static boolean isTransient(SQLException error) {
    String state = error.getSQLState();
    if (state == null || error instanceof SQLTransientException) {
      return true;
    }
    return isConnectionLoss(error)
        || state.startsWith("53") // insufficient resources: disk, memory, connections
        || state.equals(READ_ONLY) // a replica, a demoted primary, a provider's full disk
        || state.equals("58000") // error of the system below, for example while reading a file
        || state.equals("58030") // input or output failed
        || state.equals("55006") // object in use
        || state.equals(LOCK_NOT_AVAILABLE) // lock not available in time
        || state.equals(CANCELLED) // cancelled, for example by a statement timeout
        || state.equals("40001") // serialisation failure
        || state.equals("40P01"); // deadlock
  }

  /** Whether it failed because a lock was not to be had in time. */
  public static boolean isLockTimeout(TidemarkException failure) {
    return failure.getCause() instanceof SQLException error
        && LOCK_NOT_AVAILABLE.equals(error.getSQLState());
  }

  /** Whether it was cancelled, as by a statement timeout. */
  public static boolean isCancelled(TidemarkException failure) {
    return failure.getCause() instanceof SQLException error
        && CANCELLED.equals(error.getSQLState());
  }

  /** Whether the connection is gone, so that a transaction's outcome may not be known. */
  public static boolean isConnectionLoss(SQLException error) {
    @Nullable String state = error.getSQLState();
    return state != null
        && (state.startsWith("08")
            || state.startsWith("57P")
            || state.equals("25P03") // the session was idle in a transaction for too long
            || state.equals("25P04")); // the transaction took too long
  }

  /**
   * Whether the server itself answered that it did not do what it was asked to. Any other error
   * says nothing of what the server did: the driver may have lost the answer.
   */
  public static boolean isRefusal(SQLException error) {
    boolean refused = false;
    for (SQLException each = error; each != null; each = each.getNextException()) {
      if (isConnectionLoss(each)) {
        return false;
      }
      refused |= hasServersWord(each);
    }
    return refused;
  }

  private static boolean hasServersWord(SQLException error) {
    @Nullable Throwable cause = error;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof PSQLException server && server.getServerErrorMessage() != null) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /**
   * Whether another connection may do better than the one that had this error, although that one
   * works: it leads to a server that only reads.
   */
  public static boolean isReadOnly(SQLException error) {
    return READ_ONLY.equals(error.getSQLState());
  }

  /** The error in SQL that this is or that it was translated from; null if there is none. */
  public static @Nullable SQLException in(Throwable error) {
    if (error instanceof SQLException sql) {
      return sql;
    }
    return error instanceof TidemarkException && error.getCause() instanceof SQLException sql
        ? sql
        : null;
  }
}
