package io.tidemark.sql.table;

import io.tidemark.PermanentException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is not carried out, with the place in its text, and what to write instead.
 * Nothing happened.
 */
public final class SqlException extends PermanentException {
  @Serial private static final long serialVersionUID = 1L;

  private final String reason;
  private final String lineText;
  private final int line;
  private final int column;
  private final int length;

  private SqlException(
      String reason, String lineText, int line, int column, int length, @Nullable Throwable cause) {
    super("Invalid SQL at line %d, column %d: %s".formatted(line, column, reason), cause);
    this.reason = reason;
    this.lineText = lineText;
    this.line = line;
    this.column = column;
    this.length = length;
  }

  /**
   * At a place of a statement. Of a place that is in several lines, the first line is shown.
   *
   * @param reason what is expected and what is there
   * @param line from 1
   * @param column from 1
   * @param endLine where it ends
   * @param endColumn where it ends, that column included
   */
  public static SqlException at(
      String text,
      String reason,
      int line,
      int column,
      int endLine,
      int endColumn,
      @Nullable Throwable cause) {
    String[] lines = text.split("\r\n|\r|\n", -1);
    int row = Math.max(1, Math.min(line, lines.length));
    String lineText = lines[row - 1];
    int from = Math.max(1, Math.min(column, lineText.length() + 1));
    int through = endLine > line ? lineText.stripTrailing().length() : endColumn;
    int length = Math.max(1, Math.min(through, lineText.length()) - from + 1);
    return new SqlException(reason, lineText, row, from, length, cause);
  }

  /** What is expected and what is there, and what to write instead. */
  public String reason() {
    return reason;
  }

  /** The line of the place, from 1. */
  public int line() {
    return line;
  }

  /** Where in the line the place begins, from 1. */
  public int column() {
    return column;
  }

  /** The message, and below it the line of the statement with the place underlined. */
  public String underlined() {
    String indent =
        lineText
            .substring(0, column - 1)
            .chars()
            .collect(
                StringBuilder::new,
                (text, c) -> text.append(c == '\t' ? '\t' : ' '),
                StringBuilder::append)
            .toString();
    return getMessage() + "\n\n  " + lineText + "\n  " + indent + "^" + "~".repeat(length - 1);
  }
}
