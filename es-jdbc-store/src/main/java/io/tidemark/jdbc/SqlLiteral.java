package io.tidemark.jdbc;

/**
 * Text within SQL, for the few places where a parameter does not do.
 *
 * <p>Not API.
 */
public final class SqlLiteral {
  private SqlLiteral() {}

  /**
   * This text as a literal, whatever it has in it and whatever the server takes a backslash for.
   */
  public static String of(String text) {
    return " E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
