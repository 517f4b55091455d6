package io.tidemark.testdatabase;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** A way in which one JDBC call can fail, for a {@link FaultyDataSource}. */
public enum Fault {
  /** The connection is gone before the call reaches the server. */
  LOST_BEFORE(When.INSTEAD),
  /** The connection is gone after the server did what the call wants. */
  LOST_AFTER(When.AFTER),
  /** The server waited too long for a lock and did nothing. */
  LOCK_TIMEOUT("55P03"),
  /** The server is a replica, or its disk is full, and did nothing. */
  READ_ONLY("25006"),
  /** The server did nothing, because a right is missing. */
  NO_RIGHT("42501"),
  /** The driver fails without a reason, after the server did what the call wants. */
  NO_REASON(When.AFTER),
  ERROR_BEFORE(When.INSTEAD),
  ERROR_AFTER(When.AFTER),
  STACK_OVERFLOW_BEFORE(When.INSTEAD),
  STACK_OVERFLOW_AFTER(When.AFTER),
  OUT_OF_MEMORY_AFTER(When.AFTER),
  /** Somebody interrupts the thread; the call works. */
  INTERRUPT(When.INSTEAD);

  /** The calls that ask the server for something, which it can refuse. */
  private static final Set<String> ASKING =
      Set.of("execute", "executeQuery", "executeUpdate", "commit");

  private final When when;
  private final @Nullable String refusal;

  private enum When {
    INSTEAD,
    AFTER
  }

  Fault(When when) {
    this.when = when;
    this.refusal = null;
  }

  Fault(String refusal) {
    this.when = When.INSTEAD;
    this.refusal = refusal;
  }

  /** Whether a call to this method can fail so. */
  boolean canHit(String method) {
    return refusal == null || ASKING.contains(method);
  }

  /** Whether the call is carried out nevertheless. */
  boolean comesAfterTheCall() {
    return when == When.AFTER;
  }

  /** Whether the connection breaks. */
  boolean breaksTheConnection() {
    return this == LOST_BEFORE || this == LOST_AFTER;
  }

  /** What the call throws; null if it works. */
  @Nullable Throwable thrown(String call) {
    String message = "injected into " + call;
    if (refusal != null) {
      return new PSQLException(
          new ServerErrorMessage("SERROR\0C" + refusal + "\0M" + message + "\0"));
    }
    return switch (this) {
      case LOST_BEFORE, LOST_AFTER -> new PSQLException(message, PSQLState.CONNECTION_FAILURE);
      case NO_REASON -> new PSQLException(message, null);
      case ERROR_BEFORE, ERROR_AFTER -> new AssertionError(message);
      case STACK_OVERFLOW_BEFORE, STACK_OVERFLOW_AFTER -> new StackOverflowError(message);
      case OUT_OF_MEMORY_AFTER -> new OutOfMemoryError(message);
      default -> null;
    };
  }
}
