package io.tidemark.jdbc;

import io.tidemark.TidemarkException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Which values would be twice in which index.
 *
 * <p>Not API.
 *
 * @param index its name
 * @param detail the values, in the words of the server
 */
public record UniqueViolation(String index, String detail) {
  private static final String UNIQUE_VIOLATION = "23505";

  /** What the server said of a failure; empty if it was another one. */
  public static Optional<UniqueViolation> in(TidemarkException failure) {
    if (!(failure instanceof StatementFailedException refused)
        || !refused.sqlState().equals(UNIQUE_VIOLATION)
        || !(failure.getCause() instanceof PSQLException error)) {
      return Optional.empty();
    }
    ServerErrorMessage message = error.getServerErrorMessage();
    if (message == null || message.getConstraint() == null) {
      return Optional.empty();
    }
    String detail = message.getDetail();
    return Optional.of(
        new UniqueViolation(
            message.getConstraint(), detail == null ? "values that are not told" : detail));
  }
}
