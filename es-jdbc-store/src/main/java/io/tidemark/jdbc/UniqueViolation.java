package io.tidemark.jdbc;

import io.tidemark.TidemarkException;
import java.util.Optional;

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
    return ServerMessages.of(failure, UNIQUE_VIOLATION)
        .filter(message -> message.getConstraint() != null)
        .map(
            message ->
                new UniqueViolation(
                    String.valueOf(message.getConstraint()),
                    Optional.ofNullable(message.getDetail()).orElse("values that are not told")));
  }
}
