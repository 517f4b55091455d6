package io.tidemark.postgres;

import java.util.regex.Pattern;

/**
 * Name of the schema a log lives in. It becomes part of statements, so it is a plain identifier and
 * nothing else.
 */
final class SchemaName {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]{0,47}");

  private SchemaName() {}

  static String require(String name) {
    if (!PLAIN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Invalid schema name '%s': expected 1 to 48 of a-z, 0-9 and _, not starting with a digit"
              .formatted(name));
    }
    return name;
  }
}
