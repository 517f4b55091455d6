package io.tidemark.jdbc;

import io.tidemark.TidemarkException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Which limit of the server some values are beyond.
 *
 * <p>Not API.
 *
 * @param index name of the one that cannot keep them, if the server tells it
 * @param reason in the words of the server
 */
public record LimitViolation(Optional<String> index, String reason) {
  private static final String LIMIT_EXCEEDED = "54000";

  /** What the server said of a failure; empty if it was another one. */
  public static Optional<LimitViolation> in(TidemarkException failure) {
    if (!(failure instanceof StatementFailedException refused)
        || !refused.sqlState().equals(LIMIT_EXCEEDED)
        || !(failure.getCause() instanceof PSQLException error)) {
      return Optional.empty();
    }
    ServerErrorMessage message = error.getServerErrorMessage();
    if (message == null || message.getMessage() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new LimitViolation(Optional.ofNullable(message.getConstraint()), message.getMessage()));
  }
}
