package io.tidemark.projection.table;

/** Names in SQL text, which cannot be bound. */
public final class Identifier {
  private static final int MAX_LENGTH = 63;

  private Identifier() {}

  /** In double quotes, so that any text is a name and nothing else. */
  public static String quoted(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH || name.indexOf(0) >= 0) {
      throw new IllegalArgumentException(
          "Invalid name %s: expected 1 to %d characters, actual %d"
              .formatted(name, MAX_LENGTH, name.length()));
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
