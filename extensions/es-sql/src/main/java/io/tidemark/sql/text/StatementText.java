package io.tidemark.sql.text;

import io.tidemark.sql.table.SqlException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * The text of a statement, at whose places it is refused.
 *
 * @param text as it was given
 */
public record StatementText(String text) {
  /** At a part of it. */
  public SqlException refuse(SqlNode node, String reason) {
    return refuse(node.getParserPosition(), reason, null);
  }

  /** At a part of it, because of another exception. */
  public SqlException refuse(SqlNode node, RuntimeException cause) {
    return refuse(node.getParserPosition(), reason(cause), cause);
  }

  /** At a place of it. */
  public SqlException refuse(SqlParserPos place, String reason, @Nullable Throwable cause) {
    return SqlException.at(
        text,
        reason,
        place.getLineNum(),
        place.getColumnNum(),
        place.getEndLineNum(),
        place.getEndColumnNum(),
        cause);
  }

  private static String reason(RuntimeException cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
