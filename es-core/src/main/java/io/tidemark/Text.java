package io.tidemark;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What text must be so that the database gives back exactly what it was given: Unicode, without
 * NUL. Not API.
 */
public final class Text {
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

  /** The text with something else in place of what no database can store. */
  public static String storable(String text) {
    byte[] utf8 = text.replace('\0', ' ').getBytes(StandardCharsets.UTF_8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Index of the first NUL or half surrogate pair, -1 if there is none. */
  public static int firstUnstorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return i;
      }
      if (Character.isSurrogate(c)) {
        if (!startsPair(text, i)) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  /** Bytes the text takes as UTF-8; a half surrogate pair counts as three. */
  public static long utf8Length(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (startsPair(text, i)) {
        bytes += 4;
        i++;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  private static boolean startsPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }
}
