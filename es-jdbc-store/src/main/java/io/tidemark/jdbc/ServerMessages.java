package io.tidemark.jdbc;

import io.tidemark.TidemarkException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the server said of a statement that it refused. */
final class ServerMessages {
  private ServerMessages() {}

  /** Of a failure with this SQLSTATE; empty if it was another one. */
  static Optional<ServerErrorMessage> of(TidemarkException failure, String sqlState) {
    return failure instanceof StatementFailedException refused
            && refused.sqlState().equals(sqlState)
            && failure.getCause() instanceof PSQLException error
        ? Optional.ofNullable(error.getServerErrorMessage())
        : Optional.empty();
  }
}
