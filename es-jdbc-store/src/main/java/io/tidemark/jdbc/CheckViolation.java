package io.tidemark.jdbc;

import io.tidemark.TidemarkException;
import java.util.Optional;

/**
 * Which condition on a table a row does not meet.
 *
 * <p>Not API.
 *
 * @param constraint its name
 * @param detail the row, in the words of the server
 */
public record CheckViolation(String constraint, String detail) {
  private static final String CHECK_VIOLATION = "23514";

  /** What the server said of a failure; empty if it was another one. */
  public static Optional<CheckViolation> in(TidemarkException failure) {
    return ServerMessages.of(failure, CHECK_VIOLATION)
        .filter(message -> message.getConstraint() != null)
        .map(
            message ->
                new CheckViolation(
                    String.valueOf(message.getConstraint()),
                    Optional.ofNullable(message.getDetail()).orElse("a row that is not told")));
  }
}
