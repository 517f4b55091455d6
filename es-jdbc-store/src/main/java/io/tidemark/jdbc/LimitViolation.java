package io.tidemark.jdbc;

import io.tidemark.TidemarkException;
import java.util.Optional;

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
    return ServerMessages.of(failure, LIMIT_EXCEEDED)
        .filter(message -> message.getMessage() != null)
        .map(
            message ->
                new LimitViolation(
                    Optional.ofNullable(message.getConstraint()),
                    String.valueOf(message.getMessage())));
  }
}
