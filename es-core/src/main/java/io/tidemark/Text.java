package io.tidemark;

import java.util.Objects;

/** What text must be so that the database gives back exactly what it was given. */
final class Text {
  private Text() {}

  /** Refuses text that is empty, too long, or holds a NUL or half a surrogate pair. */
  static String requireStorable(String name, String value, int maxLength) {
    Objects.requireNonNull(value, name);
    int length = value.length() <= maxLength ? value.length() : lengthInDatabase(value);
    if (length == 0 || length > maxLength) {
      throw new IllegalArgumentException(
          "Invalid %s: expected 1 to %d characters, actual %d".formatted(name, maxLength, length));
    }
    int bad = firstUnstorable(value);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "Invalid %s: expected text, actual \\u%04x at index %d, which no UTF-8 database can store"
              .formatted(name, (int) value.charAt(bad), bad));
    }
    return value;
  }

  /** A surrogate pair is one character there. */
  private static int lengthInDatabase(String value) {
    return value.codePointCount(0, value.length());
  }

  private static int firstUnstorable(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return i;
      }
      if (Character.isHighSurrogate(c)) {
        if (i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
