package io.tidemark.jdbc;

import io.tidemark.PermanentException;
import java.sql.SQLException;

/** The database refused a statement and would refuse it again. */
public final class StatementFailedException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String statement;
  private final String sqlState;

  StatementFailedException(String statement, SQLException cause) {
    super(
        "Statement failed with %s: %s; in: %s"
            .formatted(cause.getSQLState(), cause.getMessage(), statement.strip()),
        cause);
    this.statement = statement;
    this.sqlState = String.valueOf(cause.getSQLState());
  }

  /** The SQL text. */
  public String statement() {
    return statement;
  }

  /** The five characters by which SQL names the error. */
  public String sqlState() {
    return sqlState;
  }

  /** Whether it is the values that were refused: by their type, a constraint or a limit. */
  public boolean isOfValues() {
    return sqlState.startsWith("22") || sqlState.startsWith("23") || sqlState.startsWith("54");
  }
}
