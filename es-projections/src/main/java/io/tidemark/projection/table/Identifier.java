package io.tidemark.projection.table;

import io.tidemark.Text;

/** Names in SQL text, which cannot be bound. */
public final class Identifier {
  /** The server cuts what is longer, and says nothing. */
  private static final int MAX_BYTES = 63;

  private Identifier() {}

  /** In double quotes, so that any text is a name and nothing else. */
  public static String quoted(String name) {
    long bytes = Text.utf8Length(name);
    if (bytes == 0 || bytes > MAX_BYTES || Text.firstUnstorable(name) >= 0) {
      throw new IllegalArgumentException(
          "Invalid name %s: expected text of 1 to %d bytes, actual %d"
              .formatted(Text.storable(name), MAX_BYTES, bytes));
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A table of a schema. */
  public static String qualified(String schema, String name) {
    return quoted(schema) + "." + quoted(name);
  }

  /** {@code accountId} as {@code account_id}. */
  public static String snakeCase(String camelCase) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < camelCase.length(); i++) {
      char c = camelCase.charAt(i);
      if (Character.isUpperCase(c) && i > 0) {
        name.append('_');
      }
      name.append(Character.toLowerCase(c));
    }
    return name.toString();
  }
}
